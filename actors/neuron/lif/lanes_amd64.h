// Offsets in a step: q 0, nextY 32, reach 64, synapse 96; a step has 112 bytes.
// SI weights, DI step, CX count, DX sums, AX steps applied; Y15 c.

#define LOAD_ARGUMENTS \
	MOVQ         weights+0(FP), SI \
	MOVQ         steps+8(FP), DI   \
	MOVQ         count+16(FP), CX  \
	VBROADCASTSD c+24(FP), Y15     \
	MOVQ         s+32(FP), DX      \
	XORQ         AX, AX

#define SYNAPSES \
	MOVLQSX 96(DI), R8   \
	MOVLQSX 100(DI), R9  \
	MOVLQSX 104(DI), R10 \
	MOVLQSX 108(DI), R11

// The weights of a step's synapses, in Y2 as float64.
#define WEIGHTS_FLOAT32 \
	SYNAPSES                               \
	VMOVSS     (SI)(R8*4), X2              \
	VINSERTPS  $0x10, (SI)(R9*4), X2, X2   \
	VMOVSS     (SI)(R10*4), X3             \
	VINSERTPS  $0x10, (SI)(R11*4), X3, X3  \
	VMOVLHPS   X3, X2, X2                  \
	VCVTPS2PD  X2, Y2

#define WEIGHTS_FLOAT64 \
	SYNAPSES                          \
	VMOVSD      (SI)(R8*8), X2        \
	VMOVHPD     (SI)(R9*8), X2, X2    \
	VMOVSD      (SI)(R10*8), X3       \
	VMOVHPD     (SI)(R11*8), X3, X3   \
	VINSERTF128 $1, X3, Y2, Y2
