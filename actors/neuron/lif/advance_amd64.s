#include "textflag.h"

// Offsets in a step: q 0, nextY 32, reach 64, synapse 96; a step has 112 bytes.
// SI weights, DI step, CX count, AX steps applied; Y0 a, Y1 b, Y15 c.

#define LOAD \
	MOVQ         weights+0(FP), SI \
	MOVQ         steps+8(FP), DI   \
	MOVQ         count+16(FP), CX  \
	VBROADCASTSD c+24(FP), Y15     \
	MOVQ         s+32(FP), DX      \
	VMOVUPD      (DX), Y0          \
	VMOVUPD      32(DX), Y1        \
	XORQ         AX, AX

#define SYNAPSES \
	MOVLQSX 96(DI), R8   \
	MOVLQSX 100(DI), R9  \
	MOVLQSX 104(DI), R10 \
	MOVLQSX 108(DI), R11

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
	SYNAPSES
	VMOVSS     (SI)(R8*4), X2
	VINSERTPS  $0x10, (SI)(R9*4), X2, X2
	VMOVSS     (SI)(R10*4), X3
	VINSERTPS  $0x10, (SI)(R11*4), X3, X3
	VMOVLHPS   X3, X2, X2
	VCVTPS2PD  X2, Y2
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
	SYNAPSES
	VMOVSD      (SI)(R8*8), X2
	VMOVHPD     (SI)(R9*8), X2, X2
	VMOVSD      (SI)(R10*8), X3
	VMOVHPD     (SI)(R11*8), X3, X3
	VINSERTF128 $1, X3, Y2, Y2
	APPLY
	TESTL       R8, R8
	JNZ         end
	CMPQ        AX, CX
	JLT         loop

end:
	STORE
	RET
