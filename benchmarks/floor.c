/* The floor: multiplications and additions in one instruction, back to back,
   on numbers that never leave the registers. */

#if defined(__AVX512F__)
#define WIDE 64 /* bytes of a register */
#elif defined(__AVX__)
#define WIDE 32
#else
#define WIDE 16
#endif
#define CHAINS 12 /* enough that none waits for itself, few enough to fit */

#define COUNT(t)                                                              \
  t count_##t(long operations) {                                              \
    typedef t wide __attribute__((vector_size(WIDE)));                        \
    wide a[CHAINS], half = {0}, sum = {0};                                    \
    half += (t)0.5;                                                           \
    for (int i = 0; i < CHAINS; i++) a[i] = half * (t)i;                      \
    for (long r = operations / (2 * CHAINS * (WIDE / sizeof(t))); r > 0; r--) \
      for (int i = 0; i < CHAINS; i++) a[i] = a[i] * half + half;             \
    for (int i = 0; i < CHAINS; i++) sum += a[i];                             \
    return sum[0];                                                            \
  }

COUNT(float)
COUNT(double)
