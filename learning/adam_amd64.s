#include "textflag.h"

DATA magnitude<>+0(SB)/4, $0x7fffffff
GLOBL magnitude<>(SB), RODATA, $4

// Offsets in adamStep[float32]: scale 0, keep1 8, take1 12, keep2 16, take2 20,
// size 24, correction 28, epsilon 32, tiny1 36, tiny2 40.

// func adamFloat32(gradient *float64, weights, first, second *float32, count int, s *adamStep[float32]) (finite bool)
TEXT ·adamFloat32(SB), NOSPLIT, $0-49
	MOVQ         gradient+0(FP), SI
	MOVQ         weights+8(FP), DI
	MOVQ         first+16(FP), R8
	MOVQ         second+24(FP), R9
	MOVQ         count+32(FP), CX
	MOVQ         s+40(FP), DX
	VBROADCASTSD (DX), Y15            // scale
	VBROADCASTSS 8(DX), Y14           // keep1
	VBROADCASTSS 12(DX), Y13          // take1
	VBROADCASTSS 16(DX), Y12          // keep2
	VBROADCASTSS 20(DX), Y11          // take2
	VBROADCASTSS 24(DX), Y10          // size
	VBROADCASTSS 28(DX), Y9           // correction
	VBROADCASTSS 32(DX), Y8           // epsilon
	VBROADCASTSS 40(DX), Y7           // tiny2
	VXORPS       Y6, Y6, Y6           // sum of w − w and v − v
	XORQ         AX, AX

loop:
	// g in Y0: gradient·scale, rounded
	VMULPD       (SI)(AX*8), Y15, Y0
	VMULPD       32(SI)(AX*8), Y15, Y1
	VCVTPD2PSY   Y0, X0
	VCVTPD2PSY   Y1, X1
	VINSERTF128  $1, X1, Y0, Y0
	VMOVUPS      (R8)(AX*4), Y1       // m
	VMULPS       (R9)(AX*4), Y12, Y2  // keep2·v

	// where all g and m are 0 only v changes
	VXORPS       Y3, Y3, Y3
	VCMPPS       $0, Y3, Y0, Y4
	VCMPPS       $0, Y3, Y1, Y5
	VANDPS       Y4, Y5, Y4
	VMOVMSKPS    Y4, R10
	CMPL         R10, $0xff
	JEQ          idle

	VMULPS       Y1, Y14, Y1
	VMULPS       Y0, Y13, Y3
	VADDPS       Y3, Y1, Y1           // m = keep1·m + take1·g
	VMULPS       Y0, Y11, Y3
	VMULPS       Y0, Y3, Y3
	VADDPS       Y3, Y2, Y2           // v = keep2·v + take2·g·g
	VBROADCASTSS magnitude<>(SB), Y3
	VANDPS       Y3, Y1, Y3
	VBROADCASTSS 36(DX), Y4           // tiny1
	VCMPPS       $0x11, Y4, Y3, Y3    // |m| < tiny1
	VANDNPS      Y1, Y3, Y1
	VCMPPS       $0x11, Y7, Y2, Y3    // v < tiny2
	VANDNPS      Y2, Y3, Y2
	VMOVUPS      Y1, (R8)(AX*4)
	VMOVUPS      Y2, (R9)(AX*4)
	VSUBPS       Y2, Y2, Y4

	VSQRTPS      Y2, Y2
	VMULPS       Y9, Y2, Y2
	VADDPS       Y8, Y2, Y2           // √v·correction + epsilon
	VMULPS       Y10, Y1, Y1
	VDIVPS       Y2, Y1, Y1           // size·m divided by that
	VMOVUPS      (DI)(AX*4), Y0
	VSUBPS       Y1, Y0, Y0
	VMOVUPS      Y0, (DI)(AX*4)
	VSUBPS       Y0, Y0, Y0
	VADDPS       Y4, Y0, Y0
	VADDPS       Y0, Y6, Y6
	JMP          next

idle:
	VCMPPS       $0x11, Y7, Y2, Y3
	VANDNPS      Y2, Y3, Y2
	VMOVUPS      Y2, (R9)(AX*4)
	VSUBPS       Y2, Y2, Y4
	VADDPS       Y4, Y6, Y6

next:
	ADDQ         $8, AX
	CMPQ         AX, CX
	JLT          loop

	// a NaN in the sum tells of a weight or moment that is not finite
	VXORPS       Y3, Y3, Y3
	VCMPPS       $0, Y3, Y6, Y6
	VMOVMSKPS    Y6, R10
	CMPL         R10, $0xff
	SETEQ        finite+48(FP)
	VZEROUPPER
	RET
