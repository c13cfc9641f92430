// Package timers lets the timers of this process be late, which spares the CPU time of
// the threads that they wake.
//
// Go's runtime has a thread that looks after the others. Each time a process in which
// all rested has work again it wakes, and then looks every 20 µs for some milliseconds.
// A worker rests several times a batch, so that the thread hardly ever sleeps: it took 8
// to 11 % of the CPU time of each process of a run on two workers of one machine, and
// interrupted those that compute. Linux makes such short sleeps as long as the timer
// slack of a thread says (prctl(2), PR_SET_TIMERSLACK); usually that is 50 µs.
//
// It is not for a process that computes on several CPU cores: the runtime also sleeps
// for 3 µs where one thread is about to take work from another, and the engine took 1.4
// times as long with a slack of 5 ms.
package timers
