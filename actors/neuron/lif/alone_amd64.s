#include "textflag.h"

// Offsets in a step: q 0, nextY 32, reach 64, synapse 96; a step has 112 bytes.
// SI weights, DI step, CX count, AX steps applied; X0 a and b, Y15 c.

#define LOAD \
	MOVQ         weights+0(FP), SI \
	MOVQ         steps+8(FP), DI   \
	MOVQ         count+16(FP), CX  \
	VBROADCASTSD c+24(FP), Y15     \
	MOVQ         s+32(FP), DX      \
	VMOVUPD      (DX), X0          \
	XORQ         AX, AX

#define SYNAPSES \
	MOVLQSX 96(DI), R8   \
	MOVLQSX 100(DI), R9  \
	MOVLQSX 104(DI), R10 \
	MOVLQSX 108(DI), R11

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
	SYNAPSES
	VMOVSD      (SI)(R8*8), X2
	VMOVHPD     (SI)(R9*8), X2, X2
	VMOVSD      (SI)(R10*8), X3
	VMOVHPD     (SI)(R11*8), X3, X3
	VINSERTF128 $1, X3, Y2, Y2
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
