/* The products of NumPy, handed to MKL: preloaded, in the place of OpenBLAS. */
#include <stdint.h>

typedef int64_t I;

#define HAND_OVER(t, p)                                                       \
  void cblas_##p##gemm_64(int, int, int, I, I, I, t, const t *, I, const t *, \
                          I, t, t *, I);                                      \
  void scipy_cblas_##p##gemm64_(int order, int ta, int tb, I m, I n, I k,     \
                                t alpha, const t *a, I lda, const t *b,       \
                                I ldb, t beta, t *c, I ldc) {                 \
    cblas_##p##gemm_64(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta,   \
                       c, ldc);                                               \
  }                                                                           \
  void cblas_##p##gemv_64(int, int, I, I, t, const t *, I, const t *, I, t,   \
                          t *, I);                                            \
  void scipy_cblas_##p##gemv64_(int order, int ta, I m, I n, t alpha,         \
                                const t *a, I lda, const t *x, I incx,        \
                                t beta, t *y, I incy) {                       \
    cblas_##p##gemv_64(order, ta, m, n, alpha, a, lda, x, incx, beta, y,      \
                       incy);                                                 \
  }

HAND_OVER(float, s)
HAND_OVER(double, d)
