// Package bench measures engines side by side on one network and the same samples:
// actors against the plain loop, on one CPU core and on several, and both against
// what the machine itself can do. Setup and Conduct serve other studies that
// measure time too.
package bench
