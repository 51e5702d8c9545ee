/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests download/ed25519_signature.c and download/clear_signed.c: forms alone; what is good is told by
 * the test of osinfo-download.
 */
#include "config.h"

#include <string.h>

#include "download/clear_signed.h"
#include "download/ed25519_signature.h"

/* of OpenBSD 7.6, and the test vector of minisign */
#define OPENBSD                                                                                    \
    "untrusted comment: verify with openbsd-76-base.pub\n"                                         \
    "RWTkuwn4mbq8okbCvgY+qxWC/1SYi0ggMn1vYNE1mhfJQT3pyI5p0S7ykHcztKuPH5sujPe0nuZZTLEkF6RRVLG+2B7V" \
    "oKKRkwM=\n"
#define LIST "SHA256 (BOOTIA32.EFI) = d247\n"

static void
test_signify(void)
{
    Ed25519Signature signature;

    g_assert_true(ed25519_signature_read(&signature, OPENBSD LIST, strlen(OPENBSD LIST)));
    g_assert_false(signature.is_over_digest);
    g_assert_cmpmem(signature.rest, signature.rest_size, LIST, strlen(LIST));
    g_assert_cmpmem(signature.id, sizeof(signature.id), "\xe4\xbb\x09\xf8\x99\xba\xbc\xa2", 8);
}

static void
test_no_signature(void)
{
    static const char *const texts[] = {
        "",
        "untrusted comment: x",
        "untrusted comment: x\n",
        "untrusted comment: x\nRWTk\n",
        "trusted comment: "
        "x\nRWTkuwn4mbq8okbCvgY+qxWC/1SYi0ggMn1vYNE1mhfJQT3pyI5p0S7ykHcztKuPH5sujPe0nuZZTL"
        "EkF6RRVLG+2B7VoKKRkwM=\n",
        /* another algorithm, a letter that is no base64, something behind */
        "untrusted comment: "
        "x\nAWTkuwn4mbq8okbCvgY+qxWC/1SYi0ggMn1vYNE1mhfJQT3pyI5p0S7ykHcztKuPH5sujPe0nuZZ"
        "TLEkF6RRVLG+2B7VoKKRkwM=\n",
        "untrusted comment: "
        "x\nRWTkuwn4mbq8okbCvgY+qxWC/1SYi0ggMn1vYNE1mhfJQT3pyI5p0S7ykHcztKuPH5sujPe0nuZZ"
        "TLEkF6RRVLG+2B7VoKKR*wM=\n",
        "untrusted comment: "
        "x\nRWTkuwn4mbq8okbCvgY+qxWC/1SYi0ggMn1vYNE1mhfJQT3pyI5p0S7ykHcztKuPH5sujPe0nuZZ"
        "TLEkF6RRVLG+2B7VoKKRkwM= x\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        Ed25519Signature signature;

        g_assert_false(ed25519_signature_read(&signature, texts[i], strlen(texts[i])));
    }
}

static void
test_public_key(void)
{
    Ed25519PublicKey key;

    g_assert_true(
        ed25519_public_key_read(&key, "RWQTKNnK3CZZ8Lid7/kWPO1WxjEsTeuxiXbJSSg6RDir9OJmV+t7GrOo"));
    g_assert_cmpmem(key.id, sizeof(key.id), "\x13\x28\xd9\xca\xdc\x26\x59\xf0", 8);
    g_assert_false(ed25519_public_key_read(&key, ""));
    g_assert_false(
        ed25519_public_key_read(&key, "RWQTKNnK3CZZ8Lid7/kWPO1WxjEsTeuxiXbJSSg6RDir9OJmV+t7GrO"));
    g_assert_false(
        ed25519_public_key_read(&key, "AWQTKNnK3CZZ8Lid7/kWPO1WxjEsTeuxiXbJSSg6RDir9OJmV+t7GrOo"));
}

#define BEGIN "-----BEGIN PGP SIGNED MESSAGE-----\n"
#define SIGNATURE "-----BEGIN PGP SIGNATURE-----\n\niHUE\n-----END PGP SIGNATURE-----\n"

static void
test_clear_signed(void)
{
    static const struct {
        const char *text;
        const char *content; /* NULL: it is none */
    } rows[] = {
        {BEGIN "Hash: SHA256\n\na\nb\n" SIGNATURE, "a\r\nb"},
        {BEGIN "\na\n" SIGNATURE, "a"},
        {BEGIN "\na\n\n" SIGNATURE, "a\r\n"},
        {BEGIN "\n\n" SIGNATURE, ""},
        {BEGIN "Hash: SHA512\r\n\r\na \t\r\n" SIGNATURE, "a"},
        {BEGIN "\n- -----BEGIN PGP SIGNATURE-----\n- a\n" SIGNATURE,
         "-----BEGIN PGP SIGNATURE-----\r\na"},
        {"\n" BEGIN "\na\n" SIGNATURE "\n\n", "a"},
        {"", NULL},
        {"a\n", NULL},
        {"x\n" BEGIN "\na\n" SIGNATURE, NULL},
        {BEGIN "\na\n" SIGNATURE "x\n", NULL},
        {BEGIN "\na\n" SIGNATURE BEGIN "\na\n" SIGNATURE, NULL},
        {BEGIN "Comment: x\n\na\n" SIGNATURE, NULL},
        {BEGIN "a\n" SIGNATURE, NULL},
        {BEGIN "\n-a\n" SIGNATURE, NULL},
        {BEGIN "\na\n", NULL},
        {BEGIN "\na\n-----BEGIN PGP SIGNATURE-----\n\niHUE\n", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(ClearSigned) clear = {0};
        gboolean is_good = clear_signed_read(&clear, rows[i].text, strlen(rows[i].text));

        g_assert_cmpint(is_good, ==, rows[i].content != NULL);
        g_assert_cmpstr(clear.text, ==, rows[i].content);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ed25519-signature/signify", test_signify);
    g_test_add_func("/ed25519-signature/none", test_no_signature);
    g_test_add_func("/ed25519-signature/public-key", test_public_key);
    g_test_add_func("/clear-signed", test_clear_signed);
    return g_test_run();
}
