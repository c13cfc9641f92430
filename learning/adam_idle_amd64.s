#include "textflag.h"

DATA sign<>+0(SB)/4, $0x7fffffff
GLOBL sign<>(SB), RODATA, $4

// Offsets in adamStep[float32]: keep1 8, keep2 16, size 24, correction 28, epsilon 32, tiny1 36, tiny2 40, margin 44.

// func adamIdleFloat32(weights, first, second *float32, count int, s *adamStep[float32]) (finite, still bool)
TEXT ·adamIdleFloat32(SB), NOSPLIT, $0-42
	MOVQ         weights+0(FP), DI
	MOVQ         first+8(FP), R8
	MOVQ         second+16(FP), R9
	MOVQ         count+24(FP), CX
	MOVQ         s+32(FP), DX
	VBROADCASTSS sign<>(SB), Y15      // all bits but the sign
	VBROADCASTSS 8(DX), Y14           // keep1
	VBROADCASTSS 36(DX), Y13          // tiny1
	VBROADCASTSS 16(DX), Y12          // keep2
	VBROADCASTSS 44(DX), Y11          // margin
	VBROADCASTSS 24(DX), Y10          // size
	VBROADCASTSS 28(DX), Y9           // correction
	VBROADCASTSS 32(DX), Y8           // epsilon
	VBROADCASTSS 40(DX), Y7           // tiny2
	VXORPS       Y6, Y6, Y6           // sum of w − w and v − v
	MOVL         $1, R11              // still
	XORQ         AX, AX

loop:
	VMULPS       (R9)(AX*4), Y12, Y2  // v = keep2·v, or 0 if that is tiny
	VCMPPS       $0x11, Y7, Y2, Y3
	VANDNPS      Y2, Y3, Y2
	VMOVUPS      Y2, (R9)(AX*4)
	VSUBPS       Y2, Y2, Y4
	VADDPS       Y4, Y6, Y6

	// where all m are 0 that is all
	VMOVUPS      (R8)(AX*4), Y1
	VXORPS       Y3, Y3, Y3
	VCMPPS       $0, Y3, Y1, Y4
	VMOVMSKPS    Y4, R10
	CMPL         R10, $0xff
	JEQ          next

	VMULPS       Y1, Y14, Y1          // m = keep1·m, or 0 if that is tiny
	VANDPS       Y15, Y1, Y3
	VCMPPS       $0x11, Y13, Y3, Y3
	VANDNPS      Y1, Y3, Y1
	VMOVUPS      Y1, (R8)(AX*4)
	VMOVUPS      (DI)(AX*4), Y0
	VSUBPS       Y0, Y0, Y4
	VADDPS       Y4, Y6, Y6

	// no w changes where (size·m·margin)² < w²·v, or m = 0
	VMULPS       Y1, Y10, Y5          // size·m
	VMULPS       Y5, Y11, Y4
	VMULPS       Y4, Y4, Y4
	VMULPS       Y0, Y0, Y3
	VMULPS       Y2, Y3, Y3
	VCMPPS       $0x11, Y3, Y4, Y4
	VXORPS       Y3, Y3, Y3
	VCMPPS       $0, Y3, Y1, Y3
	VORPS        Y3, Y4, Y4
	VMOVMSKPS    Y4, R10
	CMPL         R10, $0xff
	JEQ          next

	XORL         R11, R11
	VSQRTPS      Y2, Y2
	VMULPS       Y9, Y2, Y2
	VADDPS       Y8, Y2, Y2           // √v·correction + epsilon
	VDIVPS       Y2, Y5, Y5
	VSUBPS       Y5, Y0, Y0
	VMOVUPS      Y0, (DI)(AX*4)
	VSUBPS       Y0, Y0, Y0
	VADDPS       Y0, Y6, Y6

next:
	ADDQ         $8, AX
	CMPQ         AX, CX
	JLT          loop

	// a NaN in the sum tells of a weight or moment that is not finite
	VXORPS       Y3, Y3, Y3
	VCMPPS       $0, Y3, Y6, Y6
	VMOVMSKPS    Y6, R10
	CMPL         R10, $0xff
	SETEQ        finite+40(FP)
	MOVB         R11, still+41(FP)
	VZEROUPPER
	RET

// flush sets m and v to 0 where they are tiny, but leaves m where it was 0 before, with its sign; stores both, and
// collects their bits in Y15. Y12 is the sign mask, Y11 tiny1, Y10 tiny2.
#define FLUSH(M, V, OFFSET) \
	VMOVUPS   OFFSET(R8)(AX*4), Y8 \
	VXORPS    Y9, Y9, Y9 \
	VCMPPS    $0, Y9, Y8, Y9 \
	VBLENDVPS Y9, Y8, M, M \
	VANDPS    Y12, M, Y8 \
	VCMPPS    $0x11, Y11, Y8, Y8 \
	VANDNPS   Y8, Y9, Y8 \
	VANDNPS   M, Y8, M \
	VCMPPS    $0x11, Y10, V, Y8 \
	VANDNPS   V, Y8, V \
	VMOVUPS   M, OFFSET(R8)(AX*4) \
	VMOVUPS   V, OFFSET(R9)(AX*4) \
	VANDPS    Y12, M, Y8 \
	VORPS     V, Y8, Y8 \
	VORPS     Y8, Y15, Y15

// func adamDecayFloat32(first, second *float32, count, steps int, s *adamStep[float32]) (left bool)
TEXT ·adamDecayFloat32(SB), NOSPLIT, $0-41
	MOVQ         first+0(FP), R8
	MOVQ         second+8(FP), R9
	MOVQ         count+16(FP), CX
	MOVQ         steps+24(FP), BX
	MOVQ         s+32(FP), DX
	VXORPS       Y15, Y15, Y15
	VBROADCASTSS 8(DX), Y14           // keep1
	VBROADCASTSS 16(DX), Y13          // keep2
	VBROADCASTSS sign<>(SB), Y12
	VBROADCASTSS 36(DX), Y11          // tiny1
	VBROADCASTSS 40(DX), Y10          // tiny2
	XORQ         AX, AX
	MOVQ         CX, SI
	ANDQ         $~31, SI             // of which four blocks are taken side by side
	JMP          wideNext

wide:
	VMOVUPS      (R8)(AX*4), Y0
	VMOVUPS      32(R8)(AX*4), Y1
	VMOVUPS      64(R8)(AX*4), Y2
	VMOVUPS      96(R8)(AX*4), Y3
	VMOVUPS      (R9)(AX*4), Y4
	VMOVUPS      32(R9)(AX*4), Y5
	VMOVUPS      64(R9)(AX*4), Y6
	VMOVUPS      96(R9)(AX*4), Y7
	MOVQ         BX, R10

wideStep:
	VMULPS       Y0, Y14, Y0
	VMULPS       Y1, Y14, Y1
	VMULPS       Y2, Y14, Y2
	VMULPS       Y3, Y14, Y3
	VMULPS       Y4, Y13, Y4
	VMULPS       Y5, Y13, Y5
	VMULPS       Y6, Y13, Y6
	VMULPS       Y7, Y13, Y7
	DECQ         R10
	JNZ          wideStep

	FLUSH(Y0, Y4, 0)
	FLUSH(Y1, Y5, 32)
	FLUSH(Y2, Y6, 64)
	FLUSH(Y3, Y7, 96)
	ADDQ         $32, AX

wideNext:
	CMPQ         AX, SI
	JLT          wide
	JMP          narrowNext

narrow:
	VMOVUPS      (R8)(AX*4), Y0
	VMOVUPS      (R9)(AX*4), Y4
	MOVQ         BX, R10

narrowStep:
	VMULPS       Y0, Y14, Y0
	VMULPS       Y4, Y13, Y4
	DECQ         R10
	JNZ          narrowStep
	FLUSH(Y0, Y4, 0)
	ADDQ         $8, AX

narrowNext:
	CMPQ         AX, CX
	JLT          narrow

	VPTEST       Y15, Y15
	SETNE        left+40(FP)
	VZEROUPPER
	RET
