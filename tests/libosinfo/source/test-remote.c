/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Media and trees on web servers, good, bad and hostile ones: what is made of them, with how many
 * requests, and that nothing waits or reads without a limit. All servers are http-server.c's.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <gmodule.h>
#include <string.h>

#include "http-server.h"
#include "iso-builder.h"
#include "model-helpers.h"
#include "recognise/location_request.h"

/* The leak checker stops at thread-local memory of GnuTLS, and knows nothing of GLib's sleeping
 * threads. Leaks are valgrind's business here. */
const char *__lsan_default_options(void);

const char *
__lsan_default_options(void)
{
    return "detect_leaks=0";
}

#define LONG_SECONDS 600
#define MIB ((guint64)1024 * 1024)
#define USUAL_SIZE (1 * MIB) /* of the file on the server */

typedef enum {
    BODY_PART,         /* the range that was asked for */
    BODY_WHOLE,        /* the file */
    BODY_CHUNKED,      /* the file, as chunks */
    BODY_PART_CHUNKED, /* the range, as chunks */
    BODY_GZIP,         /* the file, compressed */
    BODY_GZIP_CHUNKED, /* this in a chunk */
    BODY_NONE,
} Body;

typedef enum {
    THEN_CLOSE,
    THEN_KEEP,  /* wait for the next request */
    THEN_HANG,  /* say nothing more */
    THEN_DRIP,  /* say a byte now and then */
    THEN_FLOOD, /* send zeros for ever */
    THEN_HEADS, /* send the first line of the head, with an empty line behind, for ever */
    THEN_LINES, /* send lines of trailers for ever */
    THEN_EMPTY, /* send something compressed for ever that nothing comes of */
} Then;

typedef enum { GOOD, IO, MEDIA } Domain;

typedef struct {
    const char *name;
    const char *head; /* $FIRST, $LAST, $LENGTH: what was asked for; $SIZE. NULL: no answer */
    Body body;
    Then then;
    /* what is to come of it; code and text for errors */
    Domain domain;
    gint code;
    const char *text; /* in the message */
    guint requests;
    /* unusual things */
    gint cut;               /* bytes that are missing at the end; less than 0: too many */
    const char *first_head; /* the first answer, without a body */
    guint64 size;           /* of the file; 0: USUAL_SIZE */
    guint64 most_bytes;     /* that the server gets rid of; 0: no matter */
    guint idle_timeout;     /* milliseconds; 0: long */
    guint total_timeout;
    gboolean is_powerpc; /* with directories, which need further ranges */
    guint32 data_sector; /* where they are, or the boot catalogue is */
    gboolean has_no_boot_record;
    gboolean may_be_refused; /* by libsoup 3.8: it has two lengths (RFC 9112, section 6.3) */
} Row;

#define PART "206 Partial Content\r\nContent-Range: bytes $FIRST-$LAST/$SIZE\r\n"
#define PART_SIZED PART "Content-Length: $LENGTH"
#define PART_OF(range)                                                                             \
    "206 Partial Content\r\nContent-Length: $LENGTH\r\nContent-Range: bytes " range
#define WHOLE "200 OK\r\nContent-Length: $SIZE"
#define CHUNKED "200 OK\r\nTransfer-Encoding: chunked"
#define HINTS "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
#define TRAILER "X: y\r\n"
#define MOVED "302 Found\r\nContent-Length: 0\r\nLocation: "

/* clang-format off */
static const Row rows[] = {
    /* servers that know ranges: what is usual takes one request */
    {"range", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .most_bytes = 40000},
    {"range-of-large-file", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .size = 5000 * MIB, .most_bytes = 40000},
    {"range-without-size", PART_OF("$FIRST-$LAST/*"), BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"range-chunked", PART "Transfer-Encoding: chunked", BODY_PART_CHUNKED, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"range-until-closed", PART "Connection: close", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"catalogue-elsewhere", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .data_sector = 100},
    {"powerpc", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .is_powerpc = TRUE},
    {"powerpc-elsewhere", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .is_powerpc = TRUE, .data_sector = 100},
    {"range-without-body", PART_SIZED, BODY_NONE, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1},
    {"file-shorter-than-range", "416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */1000", BODY_NONE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1},
    {"file-ends-at-range", "416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */32768", BODY_NONE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_PVD, "Primary volume descriptor was truncated", .requests = 1},
    {"no-such-range", "416 Range Not Satisfiable\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 2},
    {"range-denied", "416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */99999", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "refused a range that the file has", .requests = 2},
    {"file-ends-in-range", PART_OF("$FIRST-34829/34830"), BODY_PART, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_SVD, "Supplementary volume descriptor was truncated", .requests = 1, .size = 34830},

    /* servers that answer a range in a way that is of no use, and have the whole */
    {"range-refused-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "416 Range Not Satisfiable\r\nContent-Length: 0"},
    {"range-denied-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */99999"},
    {"range-unnamed-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "206 Partial Content\r\nContent-Length: 0"},
    {"range-nonsense-then-whole", CHUNKED, BODY_CHUNKED, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "206 Partial Content\r\nContent-Length: 0\r\nContent-Range: bytes x"},
    {"another-range-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "206 Partial Content\r\nContent-Length: 0\r\nContent-Range: bytes 0-0/5"},
    {"range-compressed-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "206 Partial Content\r\nContent-Length: 0\r\nContent-Encoding: gzip\r\nContent-Range: bytes 32768-65535/*"},
    {"range-called-whole-then-whole", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "200 OK\r\nContent-Length: 0\r\nContent-Range: bytes 32768-65535/$SIZE"},
    {"range-refused-then-whole-large-file", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "416 Range Not Satisfiable\r\nContent-Length: 0", .size = 5000 * MIB, .most_bytes = 32 * MIB},
    {"range-refused-then-not-found", "404 Not Found\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_NOT_FOUND, "404", .requests = 2, .first_head = "416 Range Not Satisfiable\r\nContent-Length: 0"},

    /* servers that do not */
    {"ranges-ignored", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"ranges-ignored-large-file", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .size = 5000 * MIB, .most_bytes = 32 * MIB},
    {"ranges-ignored-chunked", CHUNKED, BODY_CHUNKED, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"ranges-ignored-until-closed", "200 OK\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"ranges-ignored-gzip", "200 OK\r\nContent-Encoding: gzip\r\nConnection: close", BODY_GZIP, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"ranges-ignored-gzip-chunked", "200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", BODY_GZIP_CHUNKED, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .size = 60000},
    {"ranges-ignored-gzip-chunked-until-closed", "200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", BODY_GZIP_CHUNKED, THEN_CLOSE, GOOD, 0, NULL, .requests = 1, .size = 60000},
    {"ranges-ignored-powerpc", WHOLE, BODY_WHOLE, THEN_KEEP, GOOD, 0, NULL, .requests = 1, .is_powerpc = TRUE, .data_sector = 100},
    {"ranges-ignored-too-far", WHOLE, BODY_WHOLE, THEN_KEEP, IO, G_IO_ERROR_NOT_SUPPORTED, "too far from the start (81922048 bytes)", .requests = 1, .size = 100 * MIB, .is_powerpc = TRUE, .data_sector = 40000, .most_bytes = 32 * MIB},
    {"short-file", WHOLE, BODY_WHOLE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1, .size = 1000},
    {"short-file-chunked", CHUNKED, BODY_CHUNKED, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1, .size = 1000},
    {"short-file-chunked-then-closed", CHUNKED, BODY_CHUNKED, THEN_CLOSE, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1, .size = 1000},
    {"short-file-until-closed", "200 OK\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1, .size = 1000},
    {"no-boot-record", PART_SIZED, BODY_PART, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, "", .requests = 1, .has_no_boot_record = TRUE},
    {"no-boot-record-ranges-ignored", WHOLE, BODY_WHOLE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, "", .requests = 1, .has_no_boot_record = TRUE},
    {"no-boot-record-until-closed", "200 OK\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, MEDIA, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, "", .requests = 1, .has_no_boot_record = TRUE},
    {"empty-file", "200 OK\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors", .requests = 1},

    /* redirects */
    {"redirect", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = MOVED "/elsewhere"},
    {"redirect-relative", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "308 Permanent Redirect\r\nContent-Length: 0\r\nLocation: elsewhere"},
    {"redirect-for-later-ranges", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 3, .first_head = MOVED "/elsewhere", .data_sector = 100},
    {"redirect-for-ever", MOVED "/image.iso", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_FAILED, "more than 10 redirects", .requests = 11},
    {"redirect-nowhere", "302 Found\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "redirects to an address that is not supported", .requests = 1},
    {"redirect-to-file", MOVED "file:///etc/passwd", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "redirects to an address that is not supported", .requests = 1},
    {"redirect-without-host", MOVED "http:///x", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "redirects to an address that is not supported", .requests = 1},
    {"redirect-without-host-but-slashes", MOVED "http:/..///x", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "redirects to an address that is not supported", .requests = 1},
    {"redirect-to-nothing-but-slashes", MOVED "file:/..///x", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "redirects to an address that is not supported", .requests = 1},
    {"redirect-with-endless-body", "302 Found\r\nLocation: /image.iso", BODY_WHOLE, THEN_CLOSE, IO, G_IO_ERROR_FAILED, "more than 10 redirects", .requests = 11, .size = 5000 * MIB},

    /* statuses */
    {"unauthorized", "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_PERMISSION_DENIED, "the server answered 401 Unauthorized", .requests = 1},
    {"forbidden", "403 No\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_PERMISSION_DENIED, "the server answered 403 Forbidden", .requests = 1},
    {"not-found", "404 \033[1mNo\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_NOT_FOUND, "the server answered 404 Not Found", .requests = 1},
    {"not-found-with-endless-body", "404 Not Found\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, IO, G_IO_ERROR_NOT_FOUND, "404", .requests = 1, .size = 5000 * MIB, .most_bytes = 32 * MIB},
    {"proxy-denied", "407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_PERMISSION_DENIED, "407", .requests = 1},
    {"request-timed-out", "408 Late\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_TIMED_OUT, "408", .requests = 1},
    {"gone", "410 Gone\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_NOT_FOUND, "410", .requests = 1},
    {"server-error", "500 Oops\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_FAILED, "the server answered 500 Internal Server Error", .requests = 1},
    {"unavailable", "503 Later\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_BUSY, "503", .requests = 1},
    {"gateway-timed-out", "504 Late\r\nContent-Length: 0", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_TIMED_OUT, "504", .requests = 1},
    {"no-content", "204 No Content", BODY_NONE, THEN_KEEP, IO, G_IO_ERROR_FAILED, "204", .requests = 1},

    /* servers that lie */
    {"range-unnamed", "206 Partial Content\r\nContent-Length: $LENGTH", BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "without saying which", .requests = 2},
    {"range-later", PART_OF("40000-72767/$SIZE"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "a different range than requested, from 40000 to 72767", .requests = 2},
    {"range-earlier", PART_OF("0-32767/$SIZE"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "a different range", .requests = 2},
    {"range-behind-end", PART_OF("$FIRST-$LAST/40000"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "", .requests = 2},
    {"range-backwards", PART_OF("$LAST-$FIRST/$SIZE"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "", .requests = 2},
    {"range-nonsense", PART_OF("x"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "without saying which", .requests = 2},
    {"range-huge", PART_OF("99999999999999999999-99999999999999999999/*"), BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "", .requests = 2},
    {"range-compressed", PART_SIZED "\r\nContent-Encoding: gzip", BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "compressed", .requests = 2},
    {"range-cut", PART_SIZED, BODY_PART, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = 100},
    {"range-cut-until-closed", PART "Connection: close", BODY_PART, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = 100},
    {"more-than-range", PART "Connection: close", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1, .cut = -5000},
    {"more-than-range-then-another", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .cut = -5000, .data_sector = 100},
    {"file-changes", PART_SIZED, BODY_PART, THEN_KEEP, IO, G_IO_ERROR_INVALID_DATA, "changed while it was read", .requests = 2, .is_powerpc = TRUE, .data_sector = 100},
    {"whole-cut", WHOLE, BODY_WHOLE, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = 1000000},
    {"chunks-cut", CHUNKED "\r\n\r\nffff\r\nabc", BODY_NONE, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1},
    {"cut-between-chunks", CHUNKED, BODY_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = USUAL_SIZE - 40000},
    {"cut-between-chunks-then-closed-as-announced", CHUNKED "\r\nConnection: close", BODY_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = USUAL_SIZE - 40000},
    {"cut-between-chunks-of-range", PART "Transfer-Encoding: chunked", BODY_PART_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = 2768},
    {"cut-between-chunks-before-the-range", CHUNKED, BODY_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = USUAL_SIZE - 10000},
    {"gzip-cut-between-chunks", "200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", BODY_GZIP_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .size = 60000, .cut = 60},
    {"gzip-only-announced-cut-between-chunks", "200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", BODY_CHUNKED, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "less than it announced", .requests = 1, .cut = USUAL_SIZE - 40000},
    {"gzip-only-announced", "200 OK\r\nContent-Encoding: gzip\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-below-nothing", PART "Content-Length: -5\r\nConnection: close", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-beyond-all-bounds", PART "Content-Length: 99999999999999999999\r\nConnection: close", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-beyond-what-is-signed", PART "Content-Length: 9223372036854775808", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-below-what-is-not-signed", PART "Content-Length: 18446744073709551614", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-of-nonsense", PART "Content-Length: many\r\nConnection: close", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-with-sign", PART "Content-Length: +5", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-of-a-range-with-sign", PART "Content-Length: +32768", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-blank", PART "Content-Length:", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"length-twice", PART_SIZED "\r\nContent-Length: $LENGTH", BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"length-twice-in-a-line", PART_SIZED ", $LENGTH", BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"length-is-two", PART_SIZED "\r\nContent-Length: 5", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1, .may_be_refused = TRUE},
    {"length-is-two-then-nothing", PART "Content-Length: 5\r\nContent-Length: -5", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1, .may_be_refused = TRUE},
    {"length-is-nothing-then-a-number", PART "Content-Length: -5\r\nContent-Length: $LENGTH", BODY_PART, THEN_CLOSE, GOOD, 0, NULL, .requests = 1, .may_be_refused = TRUE},
    {"length-beside-chunks", PART "Content-Length: -5\r\nTransfer-Encoding: chunked", BODY_PART_CHUNKED, THEN_KEEP, GOOD, 0, NULL, .requests = 1},
    {"length-of-a-redirect", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "302 Found\r\nContent-Length: -5\r\nContent-Length: 0\r\nContent-Length: 0\r\nLocation: /elsewhere", .idle_timeout = 1000, .may_be_refused = TRUE},
    {"length-of-an-error", "404 Not Found\r\nContent-Length: -5", BODY_NONE, THEN_CLOSE, IO, G_IO_ERROR_NOT_FOUND, "404", .requests = 1},
    {"compressed-four-times", "200 OK\r\nContent-Encoding: gzip, gzip, gzip, gzip\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, GOOD, 0, NULL, .requests = 1},
    {"compressed-five-times", "200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Encoding: gzip, gzip, gzip\r\nConnection: close", BODY_WHOLE, THEN_CLOSE, IO, G_IO_ERROR_INVALID_DATA, "compressed its answer too many times", .requests = 1},
    {"no-http", "\r\nnonsense", BODY_NONE, THEN_CLOSE, IO, G_IO_ERROR_INVALID_DATA, "", .requests = 1},
    {"headers-without-end", "200 OK\r\nX: ", BODY_WHOLE, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "Header too big", .requests = 1, .size = 5000 * MIB, .most_bytes = 32 * MIB},
    {"closed-at-once", "", BODY_NONE, THEN_CLOSE, IO, G_IO_ERROR_PARTIAL_INPUT, "", .requests = 1},

    /* servers that take their time */
    {"silent", NULL, BODY_NONE, THEN_HANG, IO, G_IO_ERROR_TIMED_OUT, "no data from '127.0.0.1' for 1 seconds", .requests = 1, .idle_timeout = 1000},
    {"silent-in-head", "200 OK\r\nContent-", BODY_NONE, THEN_HANG, IO, G_IO_ERROR_TIMED_OUT, "no data from", .requests = 1, .idle_timeout = 1000},
    {"silent-in-body", PART_SIZED, BODY_PART, THEN_HANG, IO, G_IO_ERROR_TIMED_OUT, "no data from", .requests = 1, .cut = 100, .idle_timeout = 1000},
    {"dripping-head", "200 OK\r\nX: ", BODY_NONE, THEN_DRIP, IO, G_IO_ERROR_TIMED_OUT, "", .requests = 1, .idle_timeout = 1000},
    {"dripping-body", PART_SIZED, BODY_NONE, THEN_DRIP, IO, G_IO_ERROR_TIMED_OUT, "not finished after 1 seconds", .requests = 1, .total_timeout = 1000},
    /* servers that always have something to say, so that nobody comes to look at the time */
    {"continue-for-ever", NULL, BODY_NONE, THEN_HEADS, IO, G_IO_ERROR_TIMED_OUT, "", .requests = 1, .idle_timeout = 1000},
    {"continue-for-ever-until-the-total", "100 Continue", BODY_NONE, THEN_HEADS, IO, G_IO_ERROR_TIMED_OUT, "not finished after 1 seconds", .requests = 1, .total_timeout = 1000},
    {"redirect-then-continue-for-ever", "103 Early Hints", BODY_NONE, THEN_HEADS, IO, G_IO_ERROR_TIMED_OUT, "", .requests = 2, .first_head = MOVED "/elsewhere", .idle_timeout = 1000},
    {"gzip-of-nothing-for-ever", "200 OK\r\nContent-Encoding: gzip", BODY_NONE, THEN_EMPTY, IO, G_IO_ERROR_TIMED_OUT, "", .requests = 1, .idle_timeout = 1000},
    {"gzip-of-nothing-until-the-total", "200 OK\r\nContent-Encoding: gzip", BODY_NONE, THEN_EMPTY, IO, G_IO_ERROR_TIMED_OUT, "not finished after 1 seconds", .requests = 1, .total_timeout = 1000},
    {"trailers-for-ever", CHUNKED, BODY_CHUNKED, THEN_LINES, MEDIA, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "", .requests = 1, .size = 1000, .cut = 1},

    /* what is not wanted is not waited for */
    {"redirect-with-silent-body", PART_SIZED, BODY_PART, THEN_KEEP, GOOD, 0, NULL, .requests = 2, .first_head = "302 Found\r\nContent-Length: 1000\r\nLocation: /elsewhere"},
    {"not-found-with-silent-body", "404 Not Found\r\nContent-Length: 1000", BODY_NONE, THEN_HANG, IO, G_IO_ERROR_NOT_FOUND, "404", .requests = 1},
    {"slow-but-in-time", PART_SIZED, BODY_PART, THEN_DRIP, GOOD, 0, NULL, .requests = 1, .cut = 3},
};
/* clang-format on */

static const guint8 zeros[65536];

/* RFC 1952, 2.3, and a stored block of no bytes, RFC 1951, 3.2.4. */
static const char gzip_start[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, 3};
static const char empty_block[] = {0, 0, 0, '\xff', '\xff'};

/* What keeps a client busy at all times, as long as it listens. */
static gboolean
repeat(HttpRequest *request, const char *text, gsize size)
{
    g_autoptr(GString) many = g_string_new(NULL);

    while (many->len < 65536)
        g_string_append_len(many, text, (gssize)size);
    while (http_request_send(request, many->str, many->len))
        ;
    return FALSE;
}

/* What a server plays. */
typedef struct {
    const Row *row;
    GByteArray *image;
    guint64 size; /* zeros behind the image */
} Scene;

/* An image with what lies at its data_sector. */
static GByteArray *
build_with_data(const IsoSpec *spec)
{
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "image.iso", NULL);
    char *data = NULL;
    gsize size = 0;

    iso_write(spec, path);
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    g_remove(path);
    g_rmdir(folder);
    return g_byte_array_new_take((guint8 *)data, size);
}

static void
scene_init(Scene *self, const Row *row)
{
    IsoSpec spec = {.volume_id = "TEST", .data_sector = row->data_sector};

    if (row->is_powerpc) {
        spec.ppc_directory = "PPC";
        spec.bootinfo_file = "BOOTINFO.TXT;1";
    } else if (!row->has_no_boot_record) {
        spec.boot_slot = 1;
    }
    self->row = row;
    self->size = row->size != 0 ? row->size : USUAL_SIZE;
    self->image = row->data_sector > 1000 ? iso_build(&spec) : build_with_data(&spec);
}

static void
scene_clear(Scene *self)
{
    g_byte_array_unref(self->image);
}

static gboolean
send_range(HttpRequest *request, const Scene *scene, guint64 from, guint64 to)
{
    while (from < to) {
        gboolean is_image = from < scene->image->len;
        const guint8 *data = is_image ? scene->image->data + from : zeros;
        guint64 most = is_image ? scene->image->len - from : sizeof(zeros);
        guint64 count = MIN(to - from, most);

        if (!http_request_send(request, data, count))
            return FALSE;
        from += count;
    }
    return TRUE;
}

static gboolean
send_chunks(HttpRequest *request, const Scene *scene, guint64 from, guint64 to)
{
    while (from < to) {
        guint64 count = MIN(to - from, 10000);

        if (!http_request_print(request, "%" G_GINT64_MODIFIER "x\r\n", count) ||
            !send_range(request, scene, from, from + count) || !http_request_print(request, "\r\n"))
            return FALSE;
        from += count;
    }
    return scene->row->cut != 0 || http_request_print(request, "0\r\n\r\n");
}

static gboolean
send_compressed(HttpRequest *request, const Scene *scene)
{
    g_autofree guint8 *data = g_malloc0(scene->size);
    g_autofree guint8 *output = g_malloc(scene->size + 1000);
    g_autoptr(GConverter) compressor =
        G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
    gsize read, written;

    memcpy(data, scene->image->data, scene->image->len);
    g_assert_cmpint(g_converter_convert(compressor, data, scene->size, output, scene->size + 1000,
                                        G_CONVERTER_INPUT_AT_END, &read, &written, NULL),
                    ==, G_CONVERTER_FINISHED);
    written -= (gsize)scene->row->cut;
    if (scene->row->body == BODY_GZIP)
        return http_request_send(request, output, written);
    return http_request_print(request, "%zx\r\n", written) &&
           http_request_send(request, output, written) && http_request_print(request, "\r\n") &&
           (scene->row->cut != 0 || http_request_print(request, "0\r\n\r\n"));
}

static gboolean
send_body(HttpRequest *request, const Scene *scene)
{
    guint64 first = request->has_range ? request->first : 0;
    guint64 part_end = request->has_range ? request->last + 1 : scene->size;
    gint64 cut = scene->row->cut;

    part_end = (guint64)((gint64)MIN(part_end, scene->size) - cut);
    switch (scene->row->body) {
    case BODY_PART:
        return send_range(request, scene, first, part_end);
    case BODY_PART_CHUNKED:
        return send_chunks(request, scene, first, part_end);
    case BODY_WHOLE:
        return send_range(request, scene, 0, (guint64)((gint64)scene->size - cut));
    case BODY_CHUNKED:
        return send_chunks(request, scene, 0, (guint64)((gint64)scene->size - cut));
    case BODY_GZIP:
    case BODY_GZIP_CHUNKED:
        return send_compressed(request, scene);
    case BODY_NONE:
    default:
        return TRUE;
    }
}

static gboolean
send_head(HttpRequest *request, const Scene *scene, const char *head)
{
    g_autoptr(GString) text = g_string_new(head);
    guint64 last = MIN(request->last, scene->size - 1);
    /* of "file-changes" */
    guint64 size =
        strstr(scene->row->name, "changes") != NULL ? scene->size + request->number : scene->size;
    const struct {
        const char *name;
        guint64 value;
    } values[] = {
        {"$FIRST", request->first},
        {"$LAST", last},
        {"$LENGTH", last + 1 - request->first},
        {"$SIZE", size},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *value = g_strdup_printf("%" G_GUINT64_FORMAT, values[i].value);

        g_string_replace(text, values[i].name, value, 0);
    }
    if (*head == '\0')
        return TRUE;
    /* a head that is to go on */
    if (g_str_has_suffix(head, ": ") || g_str_has_suffix(head, "-"))
        return http_request_print(request, "HTTP/1.1 %s", text->str);
    return http_request_print(request, "%s%s\r\n\r\n", *head == '\r' ? "" : "HTTP/1.1 ", text->str);
}

static gboolean
go_on(HttpRequest *request, Then then)
{
    switch (then) {
    case THEN_KEEP:
        return TRUE;
    case THEN_HANG:
        http_request_hang(request);
        return FALSE;
    case THEN_DRIP:
        while (http_request_sleep(request, 20) && http_request_send(request, "x", 1))
            ;
        return FALSE;
    case THEN_FLOOD:
        while (http_request_send(request, zeros, sizeof(zeros)))
            ;
        return FALSE;
    case THEN_HEADS:
        return repeat(request, HINTS, strlen(HINTS));
    case THEN_LINES:
        return http_request_print(request, "0\r\n") && repeat(request, TRAILER, strlen(TRAILER));
    case THEN_EMPTY:
        return http_request_send(request, gzip_start, sizeof(gzip_start)) &&
               repeat(request, empty_block, sizeof(empty_block));
    case THEN_CLOSE:
    default:
        return FALSE;
    }
}

static gboolean
play(HttpRequest *request, gpointer data)
{
    const Scene *scene = data;
    const Row *row = scene->row;

    if (request->number == 1 && row->first_head != NULL)
        return send_head(request, scene, row->first_head);
    if (row->head != NULL && (!send_head(request, scene, row->head) || !send_body(request, scene)))
        return FALSE;
    return go_on(request, row->then);
}

/* 0 is for long: no slow machine needs that time, and a call that does not end is found by its end. */
static void
set_timeouts(RemoteOptions *options, guint idle_timeout, guint total_timeout)
{
    options->idle_timeout = idle_timeout != 0 ? idle_timeout : LONG_SECONDS * 1000;
    options->total_timeout = total_timeout != 0 ? total_timeout : LONG_SECONDS * 1000;
}

/* The two ways to ask. */

static const RemoteOptions usual_options = {.tls_database = NULL};

static void
on_result(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static GAsyncResult *
wait_for_result(GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return *result;
}

static OsinfoMedia *
open_media(const char *uri, gboolean is_async, const RemoteOptions *options,
           GCancellable *cancellable, GError **error)
{
    LocationRequest request = {.location = (char *)uri,
                               .flags = OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE,
                               .cancellable = cancellable,
                               .remote = *options};
    g_autoptr(GAsyncResult) result = NULL;

    if (!is_async)
        return media_read_location(&request, error);
    media_read_location_async(&request, G_PRIORITY_DEFAULT, on_result, &result);
    return osinfo_media_create_from_location_finish(wait_for_result(&result), error);
}

static OsinfoTree *
open_tree(const char *uri, gboolean is_async, const RemoteOptions *options,
          GCancellable *cancellable, GError **error)
{
    LocationRequest request = {
        .location = (char *)uri, .cancellable = cancellable, .remote = *options};
    g_autoptr(GAsyncResult) result = NULL;

    if (!is_async)
        return tree_read_location(&request, error);
    tree_read_location_async(&request, G_PRIORITY_DEFAULT, on_result, &result);
    return osinfo_tree_create_from_location_finish(wait_for_result(&result), error);
}

static void
assert_outcome(const Row *row, OsinfoMedia *media, const GError *error)
{
    if (row->may_be_refused && error != NULL) {
        g_assert_cmpuint(error->domain, ==, G_IO_ERROR);
        return;
    }
    if (row->domain == GOOD) {
        g_assert_no_error(error);
        g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, "TEST");
        g_assert_true(osinfo_media_is_bootable(media));
        return;
    }
    GQuark domain = row->domain == IO ? G_IO_ERROR : OSINFO_MEDIA_ERROR;

    g_assert_null(media);
    g_assert_error(error, domain, row->code);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, row->text));
    g_assert_null(strpbrk(error->message, "\r\n\033"));
    if (row->domain == IO)
        g_assert_nonnull(strstr(error->message, "cannot read 'http://127.0.0.1:"));
}

static void
check_media(const Row *row, gboolean is_async)
{
    RemoteOptions options = {0};
    Scene scene;

    scene_init(&scene, row);
    set_timeouts(&options, row->idle_timeout, row->total_timeout);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/image.iso");
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    g_autoptr(OsinfoMedia) media = open_media(uri, is_async, &options, NULL, &error);

    g_assert_cmpint(g_get_monotonic_time() - start, <, LONG_SECONDS / 2 * G_USEC_PER_SEC);
    assert_outcome(row, media, error);
    if (!row->may_be_refused || media != NULL)
        g_assert_cmpuint(http_server_get_requests(server), ==, row->requests);
    if (row->most_bytes != 0)
        g_assert_cmpuint(http_server_get_bytes(server), <=, row->most_bytes);
    if (media != NULL)
        g_assert_cmpstr(osinfo_media_get_url(media), ==, uri);
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}

static void
test_media(gconstpointer data)
{
    check_media(data, FALSE);
    check_media(data, TRUE);
}

static const Row good_row = {"good", PART_SIZED, BODY_PART, THEN_KEEP,
                             GOOD,   0,          NULL,      .requests = 1};
static const Row silent_row = {"silent", NULL, BODY_NONE, THEN_HANG, GOOD, 0, NULL, .requests = 1};

/* Trees */

#define TREEINFO "[general]\nfamily = Penguin\nversion = 3\narch = x86_64\n"
#define CUT_CHUNKS                                                                                 \
    "9\r\n[general]\r\n16\r\n\nfamily = Penguin\nvers\r\n11\r\nion=3\narch=x86_64\r\n"

typedef struct {
    const char *name;
    /* answers for the two files, bodies included; "$TEXT" is a treeinfo file, "$LONG" one of more
     * than 1 MiB, "$CHUNKS" the file as chunks, "$CUT_CHUNKS" these without the last one, which is
     * empty; NULL: none ever */
    const char *hidden;
    const char *plain;
    enum { TREE_GOOD, TREE_IO, TREE_KEY_FILE } domain;
    gint code;
    const char *text;
    guint requests;
    /* unusual things */
    Then then;
    guint64 most_bytes; /* that the server gets rid of; 0: no matter */
    guint idle_timeout; /* milliseconds; 0: long */
    guint total_timeout;
} TreeRow;

#define TREE_OPENING "Failed to load .treeinfo|treeinfo file: cannot read "
#define TREE_READING "Failed to load .treeinfo|treeinfo content: cannot read "
#define TREE_OPEN TREE_OPENING "'http://127.0.0.1:"
#define TREE_READ TREE_READING "'http://127.0.0.1:"
#define TREE_PARSE "Failed to process keyinfo file: "
#define NO_TREE "404 Not Found\r\nContent-Length: 0\r\n\r\n"

/* clang-format off */
static const TreeRow tree_rows[] = {
    {"with-length", "200 OK\r\nContent-Length: $LENGTH\r\n\r\n$TEXT", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1},
    {"until-closed", "200 OK\r\n\r\n$TEXT", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1},
    {"chunked", CHUNKED "\r\n\r\n$CHUNKS", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1},
    {"chunked-kept", CHUNKED "\r\n\r\n$CHUNKS", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1, .then = THEN_KEEP},
    {"plain-file", NO_TREE, "200 OK\r\n\r\n$TEXT", TREE_GOOD, 0, NULL, .requests = 2},
    {"plain-file-after-server-error", "500 Oops\r\n\r\n", "200 OK\r\n\r\n$TEXT", TREE_GOOD, 0, NULL, .requests = 2},
    {"neither", NO_TREE, NO_TREE, TREE_IO, G_IO_ERROR_NOT_FOUND, TREE_OPEN, .requests = 2},
    {"second-error-counts", NO_TREE, "403 No\r\n\r\n", TREE_IO, G_IO_ERROR_PERMISSION_DENIED, TREE_OPEN, .requests = 2},
    {"empty", "200 OK\r\nContent-Length: 0\r\n\r\n", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1},
    {"no-key-file", "200 OK\r\n\r\n<html>", NO_TREE, TREE_KEY_FILE, G_KEY_FILE_ERROR_PARSE, TREE_PARSE, .requests = 1},
    {"too-long", "200 OK\r\n\r\n$LONG", NO_TREE, TREE_KEY_FILE, G_KEY_FILE_ERROR_PARSE, TREE_PARSE, .requests = 1},
    {"cut", "200 OK\r\nContent-Length: 1000\r\n\r\n$TEXT", NO_TREE, TREE_IO, G_IO_ERROR_PARTIAL_INPUT, TREE_READ, .requests = 1},
    {"cut-between-chunks", CHUNKED "\r\n\r\n$CUT_CHUNKS", NO_TREE, TREE_IO, G_IO_ERROR_PARTIAL_INPUT, TREE_READ, .requests = 1},
    {"cut-between-chunks-then-closed-as-announced", CHUNKED "\r\nConnection: close\r\n\r\n$CUT_CHUNKS", NO_TREE, TREE_IO, G_IO_ERROR_PARTIAL_INPUT, TREE_READ, .requests = 1},
    {"endless", "200 OK\r\n\r\n$TEXT", NO_TREE, TREE_KEY_FILE, G_KEY_FILE_ERROR_PARSE, TREE_PARSE, .requests = 1, .then = THEN_FLOOD, .most_bytes = 32 * MIB},
    {"redirect", "302 Found\r\nContent-Length: 0\r\nLocation: /tree/treeinfo\r\n\r\n", "200 OK\r\n\r\n$TEXT", TREE_GOOD, 0, NULL, .requests = 2},
    {"redirect-relative", "308 Permanent Redirect\r\nContent-Length: 0\r\nLocation: treeinfo\r\n\r\n", "200 OK\r\nContent-Length: $LENGTH\r\n\r\n$TEXT", TREE_GOOD, 0, NULL, .requests = 2, .then = THEN_KEEP},
    {"redirect-for-ever", "302 Found\r\nContent-Length: 0\r\nLocation: treeinfo\r\n\r\n", "302 Found\r\nContent-Length: 0\r\nLocation: .treeinfo\r\n\r\n", TREE_IO, G_IO_ERROR_FAILED, TREE_OPEN, .requests = 22, .then = THEN_KEEP},
    {"redirect-to-file", NO_TREE, "302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", TREE_IO, G_IO_ERROR_INVALID_DATA, TREE_OPEN, .requests = 2},
    {"range-not-asked-for", "206 Partial Content\r\nContent-Length: $LENGTH\r\nContent-Range: bytes 0-0/1\r\n\r\n$TEXT", NO_TREE, TREE_KEY_FILE, G_KEY_FILE_ERROR_PARSE, TREE_PARSE, .requests = 1},
    {"silent", NULL, "200 OK\r\n\r\n$TEXT", TREE_IO, G_IO_ERROR_TIMED_OUT, TREE_OPEN, .requests = 1, .idle_timeout = 1000},
    {"silent-in-head", "200 OK\r\nContent-", "200 OK\r\n\r\n$TEXT", TREE_IO, G_IO_ERROR_TIMED_OUT, TREE_OPEN, .requests = 1, .then = THEN_HANG, .idle_timeout = 1000},
    {"silent-in-body", "200 OK\r\nContent-Length: 1000\r\n\r\n$TEXT", "200 OK\r\n\r\n$TEXT", TREE_IO, G_IO_ERROR_TIMED_OUT, TREE_READ, .requests = 1, .then = THEN_HANG, .idle_timeout = 1000},
    {"dripping-body", "200 OK\r\n\r\n$TEXT", "200 OK\r\n\r\n$TEXT", TREE_IO, G_IO_ERROR_TIMED_OUT, TREE_READ, .requests = 1, .then = THEN_DRIP, .total_timeout = 1000},
};
/* clang-format on */

static const TreeRow no_tree_row = {"none",    NO_TREE,      NO_TREE, TREE_IO, G_IO_ERROR_NOT_FOUND,
                                    TREE_OPEN, .requests = 2};
static const TreeRow plain_tree_row = {"plain", "200 OK\r\n\r\n$TEXT", NO_TREE, TREE_GOOD, 0,
                                       NULL,    .requests = 1};

static gboolean
play_tree(HttpRequest *request, gpointer data)
{
    const TreeRow *row = data;
    const char *answer = strstr(request->path, "/.treeinfo") != NULL ? row->hidden : row->plain;
    g_autoptr(GString) text = g_string_new(answer);
    g_autofree char *length = g_strdup_printf("%zu", strlen(TREEINFO));
    g_autofree char *huge = g_strnfill(5 * MIB, '\n');

    if (answer == NULL) {
        http_request_hang(request);
        return FALSE;
    }
    g_assert_nonnull(strstr(request->path, "/tree/"));
    g_assert_null(strstr(request->head, "Range:"));
    g_string_replace(text, "$LENGTH", length, 0);
    g_string_replace(text, "$TEXT", TREEINFO, 0);
    g_string_replace(text, "$LONG", huge, 0);
    g_string_replace(text, "$CHUNKS", CUT_CHUNKS "0\r\n\r\n", 0);
    g_string_replace(text, "$CUT_CHUNKS", CUT_CHUNKS, 0);
    return http_request_print(request, "HTTP/1.1 %s", text->str) && go_on(request, row->then);
}

static void
assert_tree_outcome(const TreeRow *row, OsinfoTree *tree, const GError *error)
{
    if (row->domain == TREE_GOOD) {
        g_assert_no_error(error);
        g_assert_cmpstr(osinfo_tree_get_treeinfo_arch(tree), ==,
                        strcmp(row->name, "empty") == 0 ? NULL : "x86_64");
    } else {
        GQuark domain = row->domain == TREE_IO ? G_IO_ERROR : G_KEY_FILE_ERROR;

        g_assert_null(tree);
        g_test_message("%s", error->message);
        g_assert_error(error, domain, row->code);
        g_assert_true(g_str_has_prefix(error->message, row->text));
    }
}

static void
check_tree(const TreeRow *row, gboolean is_async)
{
    RemoteOptions options = {0};

    set_timeouts(&options, row->idle_timeout, row->total_timeout);

    g_autoptr(HttpServer) server = http_server_new(NULL, play_tree, (gpointer)row);
    g_autofree char *uri = http_server_get_uri(server, "/tree");
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    g_autoptr(OsinfoTree) tree = open_tree(uri, is_async, &options, NULL, &error);

    g_assert_cmpint(g_get_monotonic_time() - start, <, LONG_SECONDS / 2 * G_USEC_PER_SEC);
    assert_tree_outcome(row, tree, error);
    g_assert_cmpuint(http_server_get_requests(server), ==, row->requests);
    if (row->most_bytes != 0)
        g_assert_cmpuint(http_server_get_bytes(server), <=, row->most_bytes);
    if (tree != NULL)
        g_assert_cmpstr(osinfo_tree_get_url(tree), ==, uri);
}

static void
test_tree(gconstpointer data)
{
    check_tree(data, FALSE);
    check_tree(data, TRUE);
}

/* Which files are asked for: the first part is that of the location, joined by the rules of RFC 3986. */
static void
test_tree_addresses(void)
{
    static const struct {
        const char *location;
        const char *asked; /* last */
    } places[] = {
        {"/tree", "/tree/treeinfo"},
        {"/tree/", "/tree/treeinfo"},
        {"/tree/a?sig=1", "/tree/a/treeinfo?sig=1"},
        {"/tree/?sig=1&x=/", "/tree/treeinfo?sig=1&x=/"},
        {"/tree#top", "/tree/treeinfo"},
        {"/tree/?a#top?b", "/tree/treeinfo?a"},
        {"/tree/%23", "/tree/%23/treeinfo"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autoptr(HttpServer) server = http_server_new(NULL, play_tree, (gpointer)&no_tree_row);
        g_autofree char *uri = http_server_get_uri(server, places[i].location);
        g_autofree char *line = g_strdup_printf("GET %s HTTP/1.1\r\n", places[i].asked);
        g_autoptr(OsinfoTree) tree = osinfo_tree_create_from_location(uri, NULL, NULL);
        g_autofree char *head = http_server_get_last_head(server);

        g_assert_null(tree);
        g_test_message("%s", head);
        g_assert_true(g_str_has_prefix(head, line));
    }
}

/* What a server is told. */
static void
test_request(void)
{
    Scene scene;

    scene_init(&scene, &good_row);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/a%20b c.iso?x=1#y");
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(uri, NULL, NULL);
    g_autofree char *head = http_server_get_last_head(server);

    g_assert_nonnull(media);
    g_assert_true(g_str_has_prefix(head, "GET /a%20b%20c.iso?x=1 HTTP/1.1\r\n"));
    g_assert_nonnull(strstr(head, "\r\nUser-Agent: Wget/1.0\r\n"));
    g_assert_nonnull(strstr(head, "\r\nRange: bytes=32768-65535\r\n"));
    g_assert_nonnull(strstr(head, "\r\nAccept-Encoding: identity\r\n"));
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}

/* Ranges take one connection. */
static void
test_connections(void)
{
    Row row = good_row;
    Scene scene;

    row.is_powerpc = TRUE;
    row.data_sector = 100;
    scene_init(&scene, &row);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/image.iso");
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(uri, NULL, &error);

    g_assert_no_error(error);
    g_assert_nonnull(media);
    g_assert_cmpuint(http_server_get_requests(server), ==, 2);
    g_assert_cmpuint(http_server_get_connections(server), ==, 1);
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}

/* Any order of ranges, from servers that know them and those that do not. */
static void
test_ranges(void)
{
    static const char *const heads[] = {PART_SIZED, WHOLE, "200 OK\r\nConnection: close", CHUNKED};
    static const struct {
        guint64 offset;
        gsize size;
        gsize expected;
    } reads[] = {
        {32768, 100, 100}, {32868, 100, 100},         {40000, 50, 50},     {32768, 100, 100},
        {0, 100, 100},     {USUAL_SIZE - 10, 20, 10}, {USUAL_SIZE, 10, 0}, {5 * MIB, 10, 0},
        {32768, 0, 0},     {G_MAXINT64 - 5, 10, 0},   {G_MAXUINT64, 9, 0}, {60000, 200000, 200000},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        Row row = good_row;
        Scene scene;

        row.head = heads[i];
        row.body = i == 0 ? BODY_PART : i == 3 ? BODY_CHUNKED : BODY_WHOLE;
        row.then = i == 2 ? THEN_CLOSE : THEN_KEEP;
        scene_init(&scene, &row);

        g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
        g_autofree char *uri = http_server_get_uri(server, "/image.iso");
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source =
            source_open(uri, &(SourceRequest){.first_offset = 32768, .first_size = 100}, &error);
        g_autofree guint8 *buffer = g_malloc(200000);

        g_assert_no_error(error);
        g_assert_cmpint(source_get_size(source), ==, i >= 2 ? -1 : (gint64)USUAL_SIZE);
        for (gsize k = 0; k < G_N_ELEMENTS(reads); k++) {
            /* whole 0 requested from a server of parts */
            if (i == 0 && reads[k].offset == 0)
                continue;
            g_test_message("%s: %" G_GUINT64_FORMAT, heads[i], reads[k].offset);
            gssize count = source_read(source, reads[k].offset, buffer, reads[k].size, &error);

            g_assert_no_error(error);
            g_assert_cmpint(count, ==, (gssize)reads[k].expected);
            for (gsize byte = 0; byte < (gsize)count; byte++) {
                guint64 offset = reads[k].offset + byte;

                g_assert_cmpuint(buffer[byte], ==,
                                 offset < scene.image->len ? scene.image->data[offset] : 0);
            }
        }
        g_assert_cmpint(source_get_size(source), ==, USUAL_SIZE);
        g_clear_pointer(&source, source_close);
        g_clear_pointer(&server, http_server_free);
        scene_clear(&scene);
    }
}

/* Neither a server nor a sensible address. */
static void
test_no_server(void)
{
    static const struct {
        const char *location;
        gint code;
    } addresses[] = {
        {"http://127.0.0.1:1/image.iso", G_IO_ERROR_CONNECTION_REFUSED},
        {"http://no-such-host.invalid/image.iso", G_IO_ERROR_HOST_NOT_FOUND},
        {"http://", G_IO_ERROR_INVALID_ARGUMENT},
        {"http:///image.iso", G_IO_ERROR_INVALID_ARGUMENT},
        {"http://127.0.0.1:99999/", G_IO_ERROR_INVALID_ARGUMENT},
        {"https://[::", G_IO_ERROR_INVALID_ARGUMENT},
        {"HTTP://127.0.0.1/", G_IO_ERROR_NOT_SUPPORTED},
        {"ftp://127.0.0.1/", G_IO_ERROR_NOT_SUPPORTED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(osinfo_media_create_from_location(addresses[i].location, NULL, &error));
        g_test_message("%s", error->message);
        g_assert_error(error, G_IO_ERROR, addresses[i].code);
        g_assert_true(g_str_has_prefix(error->message, "Failed to open file: "));
        g_assert_null(osinfo_media_create_from_location(addresses[i].location, NULL, NULL));
    }
}

/* Passwords are for servers, not for messages. */
static void
test_password(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(
        osinfo_media_create_from_location("http://me:secret@127.0.0.1:1/x.iso", NULL, &error));
    g_assert_null(strstr(error->message, "secret"));
    g_assert_nonnull(strstr(error->message, "127.0.0.1:1/x.iso"));
}

/* What GIO takes for the host's settings: no proxy, or the one that a test sets. */

static char *proxy_uri; /* NULL: none */

static gboolean
is_resolver_supported(GProxyResolver *resolver G_GNUC_UNUSED)
{
    return TRUE;
}

static char **
look_up_proxy(GProxyResolver *resolver G_GNUC_UNUSED, const char *uri G_GNUC_UNUSED,
              GCancellable *cancellable G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    const char *const proxies[] = {proxy_uri != NULL ? proxy_uri : "direct://", NULL};

    return g_strdupv((char **)proxies);
}

static void
look_up_proxy_async(GProxyResolver *resolver, const char *uri G_GNUC_UNUSED,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
    g_autoptr(GTask) task = g_task_new(resolver, cancellable, callback, data);

    g_task_return_pointer(task, look_up_proxy(resolver, uri, cancellable, NULL),
                          (GDestroyNotify)g_strfreev);
}

static char **
look_up_proxy_finish(GProxyResolver *resolver G_GNUC_UNUSED, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
test_resolver_init_interface(GProxyResolverInterface *interface)
{
    interface->is_supported = is_resolver_supported;
    interface->lookup = look_up_proxy;
    interface->lookup_async = look_up_proxy_async;
    interface->lookup_finish = look_up_proxy_finish;
}

typedef GObject TestResolver;
typedef GObjectClass TestResolverClass;

static GType test_resolver_get_type(void);

G_DEFINE_TYPE_WITH_CODE(TestResolver, test_resolver, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_PROXY_RESOLVER, test_resolver_init_interface))

static void
test_resolver_class_init(TestResolverClass *class G_GNUC_UNUSED)
{
}

static void
test_resolver_init(TestResolver *self G_GNUC_UNUSED)
{
}

/* The host's own proxies and their helpers are no business of these tests. */
static void
replace_proxy_resolver(void)
{
    g_io_extension_point_register(G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
    g_io_extension_point_implement(G_PROXY_RESOLVER_EXTENSION_POINT_NAME, test_resolver_get_type(),
                                   "osinfo-test", 0);
    g_setenv("GIO_USE_PROXY_RESOLVER", "osinfo-test", TRUE);
}

/* A host that nobody knows can still be read through a proxy. */
static void
test_proxy(void)
{
    Scene scene;

    scene_init(&scene, &good_row);
    for (gboolean is_async = FALSE; is_async <= TRUE; is_async++) {
        g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
        g_autoptr(GError) error = NULL;

        proxy_uri = http_server_get_uri(server, "");

        g_autoptr(OsinfoMedia) media =
            open_media("http://no-such-host.invalid/x.iso", is_async, &usual_options, NULL, &error);
        g_autofree char *head = http_server_get_last_head(server);

        g_assert_no_error(error);
        g_assert_nonnull(media);
        g_assert_true(g_str_has_prefix(head, "GET http://no-such-host.invalid/x.iso HTTP/1.1\r\n"));
        g_clear_pointer(&proxy_uri, g_free);
    }
    scene_clear(&scene);
}

static void
test_proxy_for_tree(void)
{
    for (gboolean is_async = FALSE; is_async <= TRUE; is_async++) {
        g_autoptr(HttpServer) server = http_server_new(NULL, play_tree, (gpointer)&plain_tree_row);
        g_autoptr(GError) error = NULL;

        proxy_uri = http_server_get_uri(server, "");

        g_autoptr(OsinfoTree) tree =
            open_tree("http://no-such-host.invalid/tree", is_async, &usual_options, NULL, &error);
        g_autofree char *head = http_server_get_last_head(server);

        assert_tree_outcome(&plain_tree_row, tree, error);
        g_assert_true(
            g_str_has_prefix(head, "GET http://no-such-host.invalid/tree/.treeinfo HTTP/1.1\r\n"));
        g_clear_pointer(&proxy_uri, g_free);
    }
}

static void
test_no_proxy(void)
{
    for (gboolean is_async = FALSE; is_async <= TRUE; is_async++) {
        g_autoptr(GError) error = NULL;

        /* nobody may listen there */
        proxy_uri = g_strdup("http://127.0.0.1:1");
        g_assert_null(open_media("http://no-such-host.invalid/x.iso", is_async, &usual_options,
                                 NULL, &error));
        g_test_message("%s", error->message);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
        g_assert_nonnull(strstr(error->message, "connect to proxy server 127.0.0.1"));
        g_clear_error(&error);
        g_assert_null(
            open_tree("http://no-such-host.invalid/tree", is_async, &usual_options, NULL, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
        g_clear_pointer(&proxy_uri, g_free);
    }
}

/* TLS */

static char *
get_tls_folder(void)
{
    if (!g_tls_backend_supports_tls(g_tls_backend_get_default())) {
        g_test_skip("GIO has no TLS: glib-networking is not installed");
        return NULL;
    }
    return g_test_build_filename(G_TEST_DIST, "files", "tls", NULL);
}

static GTlsDatabase *
get_tls_database(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "certificate.pem", NULL);
    g_autoptr(GError) error = NULL;
    GTlsDatabase *database = g_tls_file_database_new(path, &error);

    g_assert_no_error(error);
    return database;
}

/* Who is not to be trusted, and what is said then; nothing is asked of them. */
static void
test_tls_untrusted(void)
{
    static const struct {
        const char *host;
        gboolean is_known; /* its certificate */
        const char *message;
    } cases[] = {
        {"127.0.0.1", FALSE,
         "the certificate of '127.0.0.1' is not trusted: signed by an unknown authority"},
        {"other.localhost", TRUE,
         "the certificate of 'other.localhost' is not trusted: made for another host"},
        {"other.localhost", FALSE,
         "the certificate of 'other.localhost' is not trusted: signed by an unknown authority, "
         "made for another host"},
    };
    g_autofree char *folder = get_tls_folder();

    if (folder == NULL)
        return;

    g_autoptr(GTlsDatabase) database = get_tls_database(folder);

    for (gsize i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
        gboolean is_async = i % 2 != 0;
        RemoteOptions options = {.tls_database = cases[i / 2].is_known ? database : NULL};
        g_autoptr(HttpServer) server =
            http_server_new(folder, play_tree, (gpointer)&plain_tree_row);
        g_autofree char *local_uri = http_server_get_uri(server, "/tree");
        g_autofree char *uri =
            g_strdup_printf("https://%s%s", cases[i / 2].host, strrchr(local_uri, ':'));
        g_autoptr(GError) error = NULL, tree_error = NULL;

        set_timeouts(&options, 0, 0);
        g_assert_null(open_media(uri, is_async, &options, NULL, &error));
        g_test_message("%s", error->message);
        g_assert_error(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
        g_assert_true(g_str_has_prefix(error->message, "Failed to open file: cannot read 'https:"));
        g_assert_nonnull(strstr(error->message, cases[i / 2].message));
        g_assert_null(open_tree(uri, is_async, &options, NULL, &tree_error));
        g_assert_error(tree_error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
        g_assert_true(g_str_has_prefix(tree_error->message, TREE_OPENING "'https:"));
        g_assert_nonnull(strstr(tree_error->message, cases[i / 2].message));
        g_assert_cmpuint(http_server_get_requests(server), ==, 0);
    }
}

/* Trusted, and what becomes of redirects and of bodies that break off. */
static void
test_tls_trusted(void)
{
    static const struct {
        const char *first_head;
        const char *head;
        Body body;
        gint cut;
        gint code;
        const char *message; /* NULL: no error */
    } cases[] = {
        {NULL, PART_SIZED, BODY_PART, 0, 0, NULL},
        {NULL, CHUNKED, BODY_CHUNKED, 0, 0, NULL},
        {NULL, CHUNKED, BODY_CHUNKED, USUAL_SIZE - 40000, G_IO_ERROR_PARTIAL_INPUT,
         "less than it announced"},
        {MOVED "/elsewhere", PART_SIZED, BODY_PART, 0, 0, NULL},
        {MOVED "http://127.0.0.1:1/x.iso", PART_SIZED, BODY_PART, 0, G_IO_ERROR_PERMISSION_DENIED,
         "from https to plain http"},
    };
    g_autofree char *folder = get_tls_folder();

    if (folder == NULL)
        return;

    g_autoptr(GTlsDatabase) database = get_tls_database(folder);
    RemoteOptions options = {.tls_database = database};

    for (gsize i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
        const char *message = cases[i / 2].message;
        Row row = {.name = "trusted",
                   .first_head = cases[i / 2].first_head,
                   .head = cases[i / 2].head,
                   .body = cases[i / 2].body,
                   .cut = cases[i / 2].cut};
        Scene scene;

        scene_init(&scene, &row);
        set_timeouts(&options, 0, 0);

        g_autoptr(HttpServer) server = http_server_new(folder, play, &scene);
        g_autofree char *uri = http_server_get_uri(server, "/image.iso");
        g_autoptr(GError) error = NULL;
        g_autoptr(OsinfoMedia) media = open_media(uri, i % 2 != 0, &options, NULL, &error);

        if (message == NULL) {
            g_assert_no_error(error);
            g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, "TEST");
        } else {
            g_assert_error(error, G_IO_ERROR, cases[i / 2].code);
            g_assert_nonnull(strstr(error->message, message));
        }
        g_clear_pointer(&server, http_server_free);
        scene_clear(&scene);
    }
}

static void
test_tls_trusted_tree(void)
{
    static const TreeRow cases[] = {
        {"good", "200 OK\r\nContent-Length: $LENGTH\r\n\r\n$TEXT", NO_TREE, TREE_GOOD, 0, NULL,
         .requests = 1},
        {"chunked", CHUNKED "\r\n\r\n$CHUNKS", NO_TREE, TREE_GOOD, 0, NULL, .requests = 1},
        {"cut", CHUNKED "\r\n\r\n$CUT_CHUNKS", NO_TREE, TREE_IO, G_IO_ERROR_PARTIAL_INPUT,
         TREE_READING "'https://127.0.0.1:", .requests = 1},
        {"redirect", MOVED "treeinfo\r\n\r\n", "200 OK\r\n\r\n$TEXT", TREE_GOOD, 0, NULL,
         .requests = 2},
        {"redirect-to-http", MOVED "http://127.0.0.1:1/\r\n\r\n",
         MOVED "http://127.0.0.1:1/\r\n\r\n", TREE_IO, G_IO_ERROR_PERMISSION_DENIED,
         TREE_OPENING "'https://127.0.0.1:", .requests = 2},
    };
    g_autofree char *folder = get_tls_folder();

    if (folder == NULL)
        return;

    g_autoptr(GTlsDatabase) database = get_tls_database(folder);
    RemoteOptions options = {.tls_database = database};

    for (gsize i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
        g_autoptr(HttpServer) server = http_server_new(folder, play_tree, (gpointer)&cases[i / 2]);
        g_autofree char *uri = http_server_get_uri(server, "/tree");
        g_autoptr(GError) error = NULL;

        set_timeouts(&options, 0, 0);

        g_autoptr(OsinfoTree) tree = open_tree(uri, i % 2 != 0, &options, NULL, &error);

        assert_tree_outcome(&cases[i / 2], tree, error);
        g_assert_cmpuint(http_server_get_requests(server), ==, cases[i / 2].requests);
    }
}

/* Threads */

static gboolean
on_main_context(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

/* A call that waits leaves the caller's main context alone. */
static void
test_main_context(void)
{
    gboolean has_run = FALSE;
    Scene scene;

    scene_init(&scene, &good_row);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/image.iso");
    guint id = g_idle_add_full(G_PRIORITY_HIGH, on_main_context, &has_run, NULL);
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(uri, NULL, NULL);

    g_assert_nonnull(media);
    g_assert_false(has_run);
    g_source_remove(id);
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}

typedef struct {
    guint waiting;
    gint code; /* GIOErrorEnum; -1: no error */
    GCancellable *cancellable;
} Crowd;

static void
on_media(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    Crowd *crowd = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location_finish(result, &error);

    if (crowd->code == -1) {
        g_assert_no_error(error);
        g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, "TEST");
    } else {
        g_assert_null(media);
        g_assert_error(error, G_IO_ERROR, crowd->code);
    }
    crowd->waiting--;
}

static void
on_tree(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    Crowd *crowd = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(osinfo_tree_create_from_location_finish(result, &error));
    g_assert_error(error, G_IO_ERROR, crowd->code);
    crowd->waiting--;
}

static gboolean
on_cancel(gpointer data)
{
    g_cancellable_cancel(((Crowd *)data)->cancellable);
    return G_SOURCE_REMOVE;
}

static void
run_crowd(const Row *row, Crowd *crowd, gboolean has_trees)
{
    Scene scene;

    scene_init(&scene, row);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/image.iso");

    for (guint i = 0; i < 8; i++) {
        crowd->waiting++;
        osinfo_media_create_from_location_async(uri, G_PRIORITY_DEFAULT, crowd->cancellable,
                                                on_media, crowd);
        if (!has_trees)
            continue;
        crowd->waiting++;
        osinfo_tree_create_from_location_async(uri, G_PRIORITY_DEFAULT, crowd->cancellable, on_tree,
                                               crowd);
    }
    if (crowd->cancellable != NULL)
        g_timeout_add(50, on_cancel, crowd);
    while (crowd->waiting > 0)
        g_main_context_iteration(NULL, TRUE);
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}

static void
test_several_at_once(void)
{
    Crowd crowd = {.code = -1};

    run_crowd(&good_row, &crowd, FALSE);
}

/* What a server says before it falls silent: nothing, a head, part of one. */
static const char *const waiting_heads[] = {NULL, PART_SIZED, "302 Found\r\nLoca-"};

static void
test_cancelled_in_the_middle(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(waiting_heads); i++) {
        g_autoptr(GCancellable) cancellable = g_cancellable_new();
        Crowd crowd = {.code = G_IO_ERROR_CANCELLED, .cancellable = cancellable};
        Row row = silent_row;

        row.head = waiting_heads[i];
        run_crowd(&row, &crowd, TRUE);
    }
}

typedef struct {
    HttpServer *server;
    GCancellable *cancellable;
} Canceller;

/* Some time after the server was asked. */
static gpointer
cancel_soon(gpointer data)
{
    const Canceller *self = data;

    while (http_server_get_requests(self->server) == 0)
        g_usleep(1000);
    g_usleep(20 * 1000);
    g_cancellable_cancel(self->cancellable);
    return NULL;
}

static void
test_cancelled_while_blocking(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(waiting_heads) * 2; i++) {
        g_autoptr(GCancellable) cancellable = g_cancellable_new();
        g_autoptr(GError) error = NULL;
        Row row = silent_row;
        Scene scene;

        row.head = waiting_heads[i / 2];
        scene_init(&scene, &row);

        g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
        g_autofree char *uri = http_server_get_uri(server, "/image.iso");
        Canceller canceller = {server, cancellable};
        GThread *thread = g_thread_new("cancel", cancel_soon, &canceller);

        if (i % 2 == 0)
            g_assert_null(osinfo_media_create_from_location(uri, cancellable, &error));
        else
            g_assert_null(osinfo_tree_create_from_location(uri, cancellable, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_thread_join(thread);
        g_assert_cmpuint(http_server_get_requests(server), ==, 1);
        g_clear_pointer(&server, http_server_free);
        scene_clear(&scene);
    }
}

/* Nobody is asked. */
static void
test_cancelled_before(void)
{
    g_autoptr(HttpServer) server = http_server_new(NULL, play_tree, (gpointer)&plain_tree_row);
    g_autofree char *uri = http_server_get_uri(server, "/tree");
    g_autoptr(GCancellable) cancellable = g_cancellable_new();

    g_cancellable_cancel(cancellable);
    for (gboolean is_async = FALSE; is_async <= TRUE; is_async++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(open_media(uri, is_async, &usual_options, cancellable, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_clear_error(&error);
        g_assert_null(open_tree(uri, is_async, &usual_options, cancellable, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
    g_assert_cmpuint(http_server_get_connections(server), ==, 0);
}

/* The module */

static gboolean
is_mapped(const char *name)
{
    g_autofree char *maps = NULL;

    g_assert_true(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    return strstr(maps, name) != NULL;
}

/* What is local is read without the module; what is not needs it. */
static void
test_only_when_needed(void)
{
    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
        g_test_trap_assert_passed();
        return;
    }

    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, ".treeinfo", NULL);
    g_autofree char *uri = g_filename_to_uri(folder, NULL, NULL);

    g_assert_true(g_file_set_contents(path, TREEINFO, -1, NULL));

    g_autoptr(OsinfoTree) tree = osinfo_tree_create_from_location(uri, NULL, NULL);
    IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1};

    g_assert_nonnull(tree);
    iso_write(&spec, path);

    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(path, NULL, NULL);

    g_assert_nonnull(media);
    g_remove(path);
    g_rmdir(folder);
    g_assert_false(is_mapped("libsoup"));
    g_assert_false(is_mapped("osinfo-remote"));
    g_assert_null(osinfo_media_create_from_location("http://127.0.0.1:1/", NULL, NULL));
    g_assert_true(is_mapped("libsoup-3"));
    g_assert_true(is_mapped("osinfo-remote"));
}

/* libsoup 3 ends a process that uses libsoup 2: that must not happen. */
static void
test_beside_libsoup2(gconstpointer data)
{
    g_autofree char *path = g_test_build_filename(G_TEST_BUILT, "libosinfo", "source", data, NULL);
    g_autoptr(GError) error = NULL;

    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
        g_test_trap_assert_passed();
        return;
    }

    GModule *module =
        g_module_open(path, strstr(path, "2.4") != NULL ? G_MODULE_BIND_LOCAL : (GModuleFlags)0);

    g_assert_nonnull(module);
    g_assert_null(osinfo_media_create_from_location("http://127.0.0.1:1/", NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    g_assert_nonnull(strstr(error->message, "this program uses libsoup 2"));
    g_assert_false(is_mapped("libsoup-3"));
    g_module_close(module);
}

#ifndef OSINFO_TSAN /* the program does not tell the sanitizer of GLib's locks */
static void
test_osinfo_detect(void)
{
    g_autofree char *program =
        g_test_build_filename(G_TEST_BUILT, "..", "libosinfo", "tools", "osinfo-detect", NULL);
    g_autofree char *output = NULL, *messages = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *database = g_test_build_filename(G_TEST_DIST, "files", "db", NULL);
    g_auto(GStrv) environment =
        g_environ_setenv(g_get_environ(), "OSINFO_SYSTEM_DIR", database, TRUE);

    environment = g_environ_setenv(environment, "GIO_USE_PROXY_RESOLVER", "dummy", TRUE);

    Scene scene;
    gint status;

    scene_init(&scene, &good_row);

    g_autoptr(HttpServer) server = http_server_new(NULL, play, &scene);
    g_autofree char *uri = http_server_get_uri(server, "/image.iso");
    char *argv[] = {program, uri, NULL};

    g_spawn_sync(NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, &messages, &status,
                 &error);
    g_assert_no_error(error);
    g_assert_cmpstr(output, ==, "Media is bootable.\n");
    g_assert_true(
        g_str_has_suffix(messages, "/image.iso: the database does not know the medium\n"));
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpuint(http_server_get_requests(server), ==, 1);
    g_clear_pointer(&server, http_server_free);
    scene_clear(&scene);
}
#endif

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(void);
    } tests[] = {
        {"/remote/request", test_request},
        {"/remote/tree-addresses", test_tree_addresses},
        {"/remote/connections", test_connections},
        {"/remote/ranges", test_ranges},
        {"/remote/no-server", test_no_server},
        {"/remote/password", test_password},
        {"/remote/proxy/media", test_proxy},
        {"/remote/proxy/tree", test_proxy_for_tree},
        {"/remote/proxy/absent", test_no_proxy},
        {"/remote/tls/untrusted", test_tls_untrusted},
        {"/remote/tls/trusted/media", test_tls_trusted},
        {"/remote/tls/trusted/tree", test_tls_trusted_tree},
        {"/remote/threads/main-context", test_main_context},
        {"/remote/threads/several-at-once", test_several_at_once},
        {"/remote/threads/cancelled-in-the-middle", test_cancelled_in_the_middle},
        {"/remote/threads/cancelled-before", test_cancelled_before},
        {"/remote/threads/cancelled-while-blocking", test_cancelled_while_blocking},
        {"/remote/module/only-when-needed", test_only_when_needed},
#ifndef OSINFO_TSAN
        {"/remote/osinfo-detect", test_osinfo_detect},
#endif
    };

    replace_proxy_resolver();
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("/remote/media/", rows[i].name, NULL);

        g_test_add_data_func(name, &rows[i], test_media);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(tree_rows); i++) {
        g_autofree char *name = g_strconcat("/remote/tree/", tree_rows[i].name, NULL);

        g_test_add_data_func(name, &tree_rows[i], test_tree);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add_func(tests[i].name, tests[i].function);
    g_test_add_data_func("/remote/module/beside-libsoup2", "libsoup-2.4.so.1",
                         test_beside_libsoup2);
    g_test_add_data_func("/remote/module/beside-libsoup2-by-another-name", "libfake-soup.so",
                         test_beside_libsoup2);
    return g_test_run();
}
