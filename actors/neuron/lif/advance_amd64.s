#include "textflag.h"
#include "lanes_amd64.h"

// Y0 a, Y1 b.

#define LOAD \
	LOAD_ARGUMENTS \
	VMOVUPD (DX), Y0   \
	VMOVUPD 32(DX), Y1

// With the weights in Y2: current = w·q; a += current·q; b += current; and R8
// says whether b·nextY + a·reach ≥ c in any lane.
#define APPLY \
	VMOVUPD   (DI), Y3          \
	VMULPD    Y3, Y2, Y2        \
	VMULPD    Y3, Y2, Y4        \
	VADDPD    Y4, Y0, Y0        \
	VADDPD    Y2, Y1, Y1        \
	VMULPD    32(DI), Y1, Y5    \
	VMULPD    64(DI), Y0, Y6    \
	VADDPD    Y6, Y5, Y5        \
	VCMPPD    $0x1D, Y15, Y5, Y6 \
	VMOVMSKPD Y6, R8            \
	ADDQ      $112, DI          \
	INCQ      AX

#define STORE \
	VMOVUPD Y0, (DX)             \
	VMOVUPD Y1, 32(DX)           \
	VZEROUPPER                   \
	MOVQ    AX, applied+40(FP)

// func advanceFloat32(weights *float32, steps *step, count int, c float64, s *sums) (applied int)
TEXT ·advanceFloat32(SB), NOSPLIT, $0-48
	LOAD

loop:
	WEIGHTS_FLOAT32
	APPLY
	TESTL      R8, R8
	JNZ        end
	CMPQ       AX, CX
	JLT        loop

end:
	STORE
	RET

// func advanceFloat64(weights *float64, steps *step, count int, c float64, s *sums) (applied int)
TEXT ·advanceFloat64(SB), NOSPLIT, $0-48
	LOAD

loop:
	WEIGHTS_FLOAT64
	APPLY
	TESTL       R8, R8
	JNZ         end
	CMPQ        AX, CX
	JLT         loop

end:
	STORE
	RET
