// Package shipped has the networks that come with the program: texts for networkfile, at
// any scale.
package shipped
