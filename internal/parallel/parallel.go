// Package parallel runs work on several goroutines of which none can end the
// process: a panic becomes an error, or reaches whoever waits for the work.
package parallel

import (
	"fmt"
	"runtime"
	"sync"
)

// Do calls work for every i from 0 to n-1, each on a goroutine of its own, and
// waits for all. If some panic, Do panics in the caller's goroutine with the cause
// of the first in order.
func Do(n int, work func(i int)) {
	causes := make([]any, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			defer func() {
				if causes[i] = recover(); causes[i] != nil {
					logPanic("parallel work", causes[i])
				}
			}()
			work(i)
		})
	}
	group.Wait()
	for _, cause := range causes {
		if cause != nil {
			panic(fmt.Sprint(cause))
		}
	}
}

// Each calls work for every i from 0 to n-1 on as many goroutines as there are CPU cores to use, as Do does.
func Each(n int, work func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	Do(workers, func(worker int) {
		for i := worker; i < n; i += workers {
			work(i)
		}
	})
}

// Begin does work on a goroutine of its own and returns a channel that is closed when it ends, be it with a panic,
// which goes to the log. Nobody needs to wait.
func Begin(work func()) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if cause := recover(); cause != nil {
				logPanic("work in the background", cause)
			}
		}()
		work()
	}()
	return ended
}
