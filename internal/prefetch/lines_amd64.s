#include "textflag.h"

// PREFETCHW (AX), which the assembler does not know.
#define PREFETCHW_AX BYTE $0x0F; BYTE $0x0D; BYTE $0x08

// EACH_LINE does something at AX for each cache line of CX bytes from AX on.
#define EACH_LINE(ASK) \
	ADDQ AX, CX   \
	ANDQ $~63, AX \
loop:             \
	ASK           \
	ADDQ $64, AX  \
	CMPQ AX, CX   \
	JLT  loop

// func lines(first unsafe.Pointer, bytes uintptr)
TEXT ·lines(SB), NOSPLIT, $0-16
	MOVQ first+0(FP), AX
	MOVQ bytes+8(FP), CX
	EACH_LINE(PREFETCHT0 (AX))
	RET

// func ownLines(first unsafe.Pointer, bytes uintptr)
TEXT ·ownLines(SB), NOSPLIT, $0-16
	MOVQ first+0(FP), AX
	MOVQ bytes+8(FP), CX
	EACH_LINE(PREFETCHW_AX)
	RET
