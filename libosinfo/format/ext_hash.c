/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Hashes of names: the three that ext3 and ext4 write down. Two of them mix the name, taken as numbers of
 * four letters, into a state that begins with the seed:
 *
 *     half MD4   32 letters at a time, by three of MD4's rounds (RFC 1320), of eight steps each
 *     TEA        16 letters at a time, by the cipher's sixteen rounds
 *
 * The last letters are filled up with the length of what is left.
 */

#include "config.h"

#include <string.h>

#include "format/ext_hash.h"

#define MAX_WORDS 8

typedef struct {
    guint32 state[4];
    gboolean is_unsigned;
} Mixer;

static guint32
get_letter(const Mixer *self, char letter)
{
    return self->is_unsigned ? (guint32)(guint8)letter : (guint32)(gint32)(gint8)letter;
}

/* The next @n_words of four letters. */
static void
take_words(const Mixer *self, const char *text, gsize length, guint32 *words, gsize n_words)
{
    guint32 fill = (guint32)(length & 0xFF) * 0x01010101u;
    gsize used = MIN(length, 4 * n_words);

    if (length > 0xFF)
        fill = (guint32)(length | length << 8) | (guint32)(length | length << 8) << 16;
    for (gsize i = 0; i < n_words; i++) {
        words[i] = fill;
        for (gsize j = 4 * i; j < 4 * i + 4 && j < used; j++)
            words[i] = get_letter(self, text[j]) + (words[i] << 8);
    }
}

static guint32
rotate(guint32 number, guint bits)
{
    return number << bits | number >> (32 - bits);
}

static guint32
choose(guint32 x, guint32 y, guint32 z)
{
    return z ^ (x & (y ^ z));
}

static guint32
agree(guint32 x, guint32 y, guint32 z)
{
    return (x & y) + ((x ^ y) & z);
}

static guint32
differ(guint32 x, guint32 y, guint32 z)
{
    return x ^ y ^ z;
}

typedef struct {
    guint32 (*function)(guint32 x, guint32 y, guint32 z);
    guint32 constant;
    guint8 words[MAX_WORDS]; /* in which order they are taken */
    guint8 bits[4];          /* to rotate by */
} Round;

static const Round rounds[] = {
    {choose, 0, {0, 1, 2, 3, 4, 5, 6, 7}, {3, 7, 11, 19}},
    {agree, 0x5A827999, {1, 3, 5, 7, 0, 2, 4, 6}, {3, 5, 9, 13}},
    {differ, 0x6ED9EBA1, {3, 7, 2, 6, 1, 5, 0, 4}, {3, 9, 11, 15}},
};

static void
mix_half_md4(Mixer *self, const guint32 *words)
{
    guint32 mixed[4];

    memcpy(mixed, self->state, sizeof(mixed));
    for (gsize i = 0; i < G_N_ELEMENTS(rounds); i++) {
        const Round *round = &rounds[i];

        for (guint step = 0; step < MAX_WORDS; step++) {
            guint32 *a = &mixed[(4 - step % 4) % 4];
            guint32 b = mixed[(5 - step % 4) % 4], c = mixed[(6 - step % 4) % 4];
            guint32 d = mixed[(7 - step % 4) % 4];

            *a = rotate(*a + round->function(b, c, d) + words[round->words[step]] + round->constant,
                        round->bits[step % 4]);
        }
    }
    for (guint i = 0; i < 4; i++)
        self->state[i] += mixed[i];
}

static void
mix_tea(Mixer *self, const guint32 *words)
{
    guint32 sum = 0, a = self->state[0], b = self->state[1];

    for (guint i = 0; i < 16; i++) {
        sum += 0x9E3779B9u;
        a += ((b << 4) + words[0]) ^ (b + sum) ^ ((b >> 5) + words[1]);
        b += ((a << 4) + words[2]) ^ (a + sum) ^ ((a >> 5) + words[3]);
    }
    self->state[0] += a;
    self->state[1] += b;
}

static guint32
mix_legacy(const Mixer *self, const char *name, gsize length)
{
    guint32 last = 0x12A3FE2D, before = 0x37ABE8F9;

    for (gsize i = 0; i < length; i++) {
        guint32 next = before + (last ^ (get_letter(self, name[i]) * 7152373u));

        if ((next & 0x80000000u) != 0)
            next -= 0x7FFFFFFFu;
        before = last;
        last = next;
    }
    return last << 1;
}

/* All letters of a name, @n_words of four at a time. */
static void
mix_name(Mixer *self, void (*mix)(Mixer *, const guint32 *), gsize n_words, const char *name,
         gsize length)
{
    guint32 words[MAX_WORDS];

    for (gsize at = 0; at < length; at += 4 * n_words) {
        take_words(self, name + at, length - at, words, n_words);
        mix(self, words);
    }
}

guint32
ext_hash_name(ExtHash hash, gboolean is_unsigned, const guint32 *seed, const char *name,
              gsize length)
{
    static const guint32 no_seed[4] = {0};
    Mixer mixer = {{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476}, is_unsigned};
    guint32 result;

    if (memcmp(seed, no_seed, sizeof(no_seed)) != 0)
        memcpy(mixer.state, seed, sizeof(mixer.state));
    switch (hash) {
    case EXT_HASH_HALF_MD4:
        mix_name(&mixer, mix_half_md4, 8, name, length);
        result = mixer.state[1];
        break;
    case EXT_HASH_TEA:
        mix_name(&mixer, mix_tea, 4, name, length);
        result = mixer.state[0];
        break;
    case EXT_HASH_LEGACY:
    case EXT_N_HASHES:
    default:
        result = mix_legacy(&mixer, name, length);
        break;
    }
    result &= ~1u;
    /* the greatest one stands for the end of a folder */
    return result == 0xFFFFFFFEu ? 0xFFFFFFFCu : result;
}
