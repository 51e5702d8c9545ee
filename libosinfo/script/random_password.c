/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>
#include <sys/random.h>

#include "script/random_password.h"

gboolean
random_password_fill(char out_password[RANDOM_PASSWORD_LENGTH + 1])
{
    /* 64 of them, so that every byte gives one with the same chance; none means anything to a
     * shell, to XML or to an INI file */
    static const char alphabet[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_.";
    guint8 bytes[RANDOM_PASSWORD_LENGTH];

    G_STATIC_ASSERT(sizeof(alphabet) == 64 + 1);
    /* so few bytes come at once or not at all */
    if (getrandom(bytes, sizeof(bytes), GRND_NONBLOCK) != (gssize)sizeof(bytes))
        return FALSE;
    for (guint i = 0; i < RANDOM_PASSWORD_LENGTH; i++)
        out_password[i] = alphabet[bytes[i] % 64];
    out_password[RANDOM_PASSWORD_LENGTH] = '\0';
    explicit_bzero(bytes, sizeof(bytes));
    return TRUE;
}
