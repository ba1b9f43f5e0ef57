// C, because Swift cannot say that a function is for processors with certain instructions only.
#include "CSHA256.h"

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
};

#if defined(__aarch64__) && defined(__ARM_FEATURE_SHA2)
// Every Mac has these instructions.
#include <arm_neon.h>

void sha256_take_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32x4_t abcd_before = abcd, efgh_before = efgh, w[4];
    for (int i = 0; i < 16; i++) {
      w[i & 3] = i < 4 ? vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes + 16 * i)))
                       : vsha256su1q_u32(vsha256su0q_u32(w[i & 3], w[(i + 1) & 3]), w[(i + 2) & 3], w[(i + 3) & 3]);
      uint32x4_t sum = vaddq_u32(w[i & 3], vld1q_u32(constants + 4 * i)), former = abcd;
      abcd = vsha256hq_u32(abcd, efgh, sum);
      efgh = vsha256h2q_u32(efgh, former, sum);
    }
    abcd = vaddq_u32(abcd, abcd_before);
    efgh = vaddq_u32(efgh, efgh_before);
  }
  vst1q_u32(state, abcd);
  vst1q_u32(state + 4, efgh);
}

#else

#define ROTATED(word, count) ((word) >> (count) | (word) << (32 - (count)))

static inline uint32_t word_at(const uint8_t *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

// The eight words at work, named as the standard names them.
typedef struct {
  uint32_t a, b, c, d, e, f, g, h;
} words;

// Keeps the order of additions: left to itself the compiler lets a round wait for more of the one before it.
static inline __attribute__((always_inline)) uint32_t plus(uint32_t sum, uint32_t word) {
  sum += word;
  __asm__("" : "+r"(sum));
  return sum;
}

// - sum: the round's constant and its word of the schedule.
static inline __attribute__((always_inline)) words after_round(words w, uint32_t sum) {
  uint32_t t1 = plus(plus(plus(w.h, sum), w.e & w.f), ~w.e & w.g);
  t1 = plus(t1, ROTATED(w.e, 6) ^ ROTATED(w.e, 11) ^ ROTATED(w.e, 25));
  uint32_t e = plus(w.d, t1);
  uint32_t t2 = plus(t1, ((w.a ^ w.b) & (w.b ^ w.c)) ^ w.b);
  t2 = plus(t2, ROTATED(w.a, 2) ^ ROTATED(w.a, 13) ^ ROTATED(w.a, 22));
  return (words){t2, w.a, w.b, w.c, e, w.e, w.f, w.g};
}

static inline __attribute__((always_inline)) words before(const uint32_t state[8]) {
  return (words){state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]};
}

static inline __attribute__((always_inline)) void add(uint32_t state[8], words w) {
  state[0] += w.a, state[1] += w.b, state[2] += w.c, state[3] += w.d;
  state[4] += w.e, state[5] += w.f, state[6] += w.g, state[7] += w.h;
}

// A word of the schedule from those 16, 15, 7 and 2 before it; of one block or, as a vector, of several.
#define NEXT_WORD(w16, w15, w7, w2)                                                              \
  ((w16) + (ROTATED(w15, 7) ^ ROTATED(w15, 18) ^ (w15) >> 3) + (w7) +                            \
   (ROTATED(w2, 17) ^ ROTATED(w2, 19) ^ (w2) >> 10))

// Sixteen words of the schedule are enough: each round of sixteen makes those of the next in their place.
static inline __attribute__((always_inline)) void take(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) w[i] = word_at(bytes + 4 * i);
    words now = before(state);
    for (int round = 0; round < 64; round += 16) {
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) {
        if (round > 0) w[i] = NEXT_WORD(w[i], w[(i + 1) & 15], w[(i + 9) & 15], w[(i + 14) & 15]);
        now = after_round(now, constants[round + i] + w[i]);
      }
    }
    add(state, now);
  }
}

static void take_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) { take(state, bytes, blocks); }

#if defined(__x86_64__)
// Intel SHA Extensions: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2. The state is held as
// ABEF and CDGH, which is what the instructions want.
#include <cpuid.h>
#include <immintrin.h>

__attribute__((target("sha,sse4.1"))) static void take_blocks_sha(uint32_t state[8], const uint8_t *bytes,
                                                                  size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; blocks > 0; blocks--, bytes += 64) {
    __m128i abef_before = abef, cdgh_before = cdgh, w[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      if (i < 4) {
        w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), big_endian);
      } else {
        __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]),
                                    _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(sum, w[(i + 3) & 3]);
      }
      __m128i sum = _mm_add_epi32(w[i & 3], _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// The same word of eight blocks: their schedules know nothing of each other, so eight are made in the time of one.
typedef uint32_t eight __attribute__((vector_size(32)));

// AVX 2 for the schedules; BMI, which rotates into another register and takes what is not in a mask, for the rounds.
__attribute__((target("avx2,bmi,bmi2"))) static void take_blocks_avx2(uint32_t state[8], const uint8_t *bytes,
                                                                      size_t blocks) {
  for (; blocks >= 8; blocks -= 8, bytes += 512) {
    union {
      eight all[64];
      uint32_t of[64][8];
    } w, sums;
    for (int t = 0; t < 16; t++)
      for (int block = 0; block < 8; block++) w.of[t][block] = word_at(bytes + 64 * block + 4 * t);
    for (int t = 0; t < 64; t++) {
      if (t >= 16) w.all[t] = NEXT_WORD(w.all[t - 16], w.all[t - 15], w.all[t - 7], w.all[t - 2]);
      sums.all[t] = w.all[t] + constants[t];
    }
    for (int block = 0; block < 8; block++) {
      words now = before(state);
#pragma clang loop unroll(full)
      for (int t = 0; t < 64; t++) now = after_round(now, sums.of[t][block]);
      add(state, now);
    }
  }
  take(state, bytes, blocks);
}

// Asked once, before `main`, for a virtual machine answers slowly. CPUID: leaf 1, ECX bit 19 is SSE4.1; leaf 7, EBX
// bit 29 is SHA, which the compiler's own question does not know yet.
static int has_sha, has_avx2;
__attribute__((constructor)) static void ask_for_instructions(void) {
  __builtin_cpu_init();
  has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  unsigned a, b, c, d;
  int has_sse41 = __get_cpuid(1, &a, &b, &c, &d) && (c >> 19 & 1);
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
  has_sha = has_sse41 && (b >> 29 & 1);
}

void sha256_take_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  if (has_sha) take_blocks_sha(state, bytes, blocks);
  else if (has_avx2) take_blocks_avx2(state, bytes, blocks);
  else take_blocks(state, bytes, blocks);
}
#else
void sha256_take_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  take_blocks(state, bytes, blocks);
}
#endif
#endif
