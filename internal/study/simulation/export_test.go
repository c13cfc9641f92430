package simulation

// WindowShare is the length of a window by the least delay.
var WindowShare = windowShare
