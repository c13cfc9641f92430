#include "textflag.h"
#include "lanes_amd64.h"

// X0 a and b.

#define LOAD \
	LOAD_ARGUMENTS \
	VMOVUPD (DX), X0

// With the weights in Y2: current = w·q; then for each of the four arrivals in turn
// a += current·q and b += current, which leaves the sums after them in X7, X8, X9, X10;
// and R8 says whether b·nextY + a·reach ≥ c after any.
#define APPLY \
	VMOVUPD      (DI), Y3            \
	VMULPD       Y3, Y2, Y2          \
	VMULPD       Y3, Y2, Y4          \
	VUNPCKLPD    Y2, Y4, Y5          \
	VUNPCKHPD    Y2, Y4, Y6          \
	VEXTRACTF128 $1, Y5, X11         \
	VEXTRACTF128 $1, Y6, X12         \
	VADDPD       X5, X0, X7          \
	VADDPD       X6, X7, X8          \
	VADDPD       X11, X8, X9         \
	VADDPD       X12, X9, X10        \
	VINSERTF128  $1, X9, Y7, Y13     \
	VINSERTF128  $1, X10, Y8, Y14    \
	VUNPCKLPD    Y14, Y13, Y5        \
	VUNPCKHPD    Y14, Y13, Y6        \
	VMULPD       32(DI), Y6, Y6      \
	VMULPD       64(DI), Y5, Y5      \
	VADDPD       Y5, Y6, Y5          \
	VCMPPD       $0x1D, Y15, Y5, Y6  \
	VMOVMSKPD    Y6, R8

#define STORE \
	VMOVUPD X0, (DX)             \
	VZEROUPPER                   \
	MOVQ    AX, applied+40(FP)

// func advanceAloneFloat32(weights *float32, steps *step, count int, c float64, s *sum) (applied int)
TEXT ·advanceAloneFloat32(SB), NOSPLIT, $0-48
	LOAD

loop:
	CMPQ       AX, CX
	JGE        end
	WEIGHTS_FLOAT32
	APPLY
	TESTL      R8, R8
	JNZ        end
	VMOVAPD    X10, X0
	ADDQ       $112, DI
	INCQ       AX
	JMP        loop

end:
	STORE
	RET

// func advanceAloneFloat64(weights *float64, steps *step, count int, c float64, s *sum) (applied int)
TEXT ·advanceAloneFloat64(SB), NOSPLIT, $0-48
	LOAD

loop:
	CMPQ        AX, CX
	JGE         end
	WEIGHTS_FLOAT64
	APPLY
	TESTL       R8, R8
	JNZ         end
	VMOVAPD     X10, X0
	ADDQ        $112, DI
	INCQ        AX
	JMP         loop

end:
	STORE
	RET
