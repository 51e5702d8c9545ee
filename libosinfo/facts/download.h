/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words of <download> and <signing-key>: where the vendor publishes checksums of files, and who
 * signs them.
 */
#pragma once

/* Parameters of media and images: what the file at their address is. */
#define DOWNLOAD_FILE_SIZE "file-size"
#define DOWNLOAD_FILE_SHA256 "file-sha256"
#define DOWNLOAD_FILE_SHA512 "file-sha512"

/* Parameters of a <download>. */
#define DOWNLOAD_ADDRESS "address" /* an expression */
#define DOWNLOAD_LIST "list"
#define DOWNLOAD_LIST_FORM "list-form"
#define DOWNLOAD_SIGNATURE "signature"
#define DOWNLOAD_SIGNATURE_FORM "signature-form"
#define DOWNLOAD_SIGNATURE_OF "signature-of"
#define DOWNLOAD_INDEX "index"
#define DOWNLOAD_INDEX_EXPRESSION "index-expression"
#define DOWNLOAD_MIRROR "mirror"
#define DOWNLOAD_SOURCE "source"

/* Parameters of a <signing-key>. */
#define SIGNING_KEY_FORM "form"
#define SIGNING_KEY_FINGERPRINT "fingerprint"
#define SIGNING_KEY_PUBLIC_KEY "public-key"
#define SIGNING_KEY_ADDRESS "address"
#define SIGNING_KEY_SOURCE "source"

/* Forms of signatures and keys. */
#define SIGNATURE_OPENPGP "openpgp"
#define SIGNATURE_SIGNIFY "signify"
#define SIGNATURE_MINISIGN "minisign"

/* What a signature is of. */
#define SIGNATURE_OF_LIST "list"
#define SIGNATURE_OF_FILE "file"

/* The group of an address that changes with each point release. */
#define DOWNLOAD_POINT "point"
