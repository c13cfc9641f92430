module sfdfa-actors

go 1.26
