/* A device that shows codes (RFC 6238): SHA-1 of messages shorter than a block, HMAC, Base32. */
#ifndef CRM_TOTP_H
#define CRM_TOTP_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t rotated(uint32_t word, int by) { return (word << by) | (word >> (32 - by)); }

/* One block into the state. */
static void sha1_block(uint32_t state[5], const uint8_t *block) {
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f, k, next;
    int i;
    for (i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               (uint32_t)block[4 * i + 3];
    for (i = 16; i < 80; i++) w[i] = rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (i = 0; i < 80; i++) {
        if (i < 20) f = (b & c) | (~b & d), k = 0x5a827999u;
        else if (i < 40) f = b ^ c ^ d, k = 0x6ed9eba1u;
        else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdcu;
        else f = b ^ c ^ d, k = 0xca62c1d6u;
        next = rotated(a, 5) + f + e + k + w[i];
        e = d, d = c, c = rotated(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* Of a first block and a rest of at most 20 bytes behind it. */
static void sha1(const uint8_t *first, const uint8_t *rest, size_t length, uint8_t *digest) {
    uint32_t state[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
    uint8_t block[64];
    size_t bits = (64 + length) * 8, i;
    sha1_block(state, first);
    memset(block, 0, sizeof block);
    memcpy(block, rest, length);
    block[length] = 0x80;
    block[62] = (uint8_t)(bits >> 8);
    block[63] = (uint8_t)(bits & 0xff);
    sha1_block(state, block);
    for (i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)) & 0xff);
}

/* What the device shows for a secret in Base32, so many seconds behind 1970. */
static void shown(const char *base32, int64_t seconds, char code[7]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t secret[20], inner[64], outer[64], counter[8], digest[20];
    uint64_t step = (uint64_t)(seconds / 30);
    uint32_t bits = 0, number;
    int held = 0, at = 0, i;
    for (; *base32 != '\0' && at < 20; base32++) {
        bits = (bits << 5 | (uint32_t)(strchr(digits, *base32) - digits)) & 0xfff;
        held += 5;
        if (held >= 8) held -= 8, secret[at++] = (uint8_t)(bits >> held & 0xff);
    }
    for (i = 0; i < 64; i++) {
        uint8_t byte = i < 20 ? secret[i] : 0;
        inner[i] = (uint8_t)(byte ^ 0x36);
        outer[i] = (uint8_t)(byte ^ 0x5c);
    }
    for (i = 0; i < 8; i++) counter[i] = (uint8_t)(step >> (56 - 8 * i) & 0xff);
    sha1(inner, counter, sizeof counter, digest);
    sha1(outer, digest, sizeof digest, digest);
    i = digest[19] & 15;
    number = (uint32_t)(digest[i] & 0x7f) << 24 | (uint32_t)digest[i + 1] << 16 | (uint32_t)digest[i + 2] << 8 |
             (uint32_t)digest[i + 3];
    snprintf(code, 7, "%06u", (unsigned)(number % 1000000));
}

#endif /* CRM_TOTP_H */
