/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of the signature module. Which lists and files are signed, and by whom they should be,
 * is left to the library.
 */
#include "config.h"

#include "signature/checks.h"

const SignatureModule osinfo_signature_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .check_openpgp = openpgp_check,
    .check_ed25519 = ed25519_check,
    .digest_blake2b = blake2b_digest,
};
