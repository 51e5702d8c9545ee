/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systems are called elsewhere, by the rows of the schemes: which word of a name is what, which
 * evidence says it, and what one statement says of the systems that come later. Knows neither files
 * nor stores, so that compiler, lint and recognition read an <identity> alike.
 */
#pragma once

#include "facts/cpe.h"
#include "facts/kinds.h"

G_BEGIN_DECLS

/* Parameters of an <identity>. */
#define IDENTITY_SCHEME "scheme"
#define IDENTITY_SCOPE "scope"
#define IDENTITY_PRODUCT "product"
#define IDENTITY_VERSION "version"
#define IDENTITY_PREVIEW "preview"
#define IDENTITY_VARIANT "variant"
#define IDENTITY_EVIDENCE "evidence"
#define IDENTITY_EXPRESSION "expression"

/* The value of IDENTITY_SCOPE: the statement holds for the systems of the series that come later,
 * too. */
#define IDENTITY_LATER "later"

/* A scheme: how its names are made of a product, a version and a variant. */
typedef struct {
    const char *name;
    /* What stands between product and version in a name, NULL: nothing does, and the version is the
     * number at its end; or the name is whole. */
    const char *separator;
    gboolean is_whole;  /* a name is not to be taken apart here: see cpe.h */
    gboolean is_shared; /* by several distributions: all whose versions fit count alike */
    /* Which evidence says it; NULL: none does. */
    const char *product_evidence;
    const char *version_evidence;
    const char *variant_evidence;
} IdentityScheme;

/* All of them; the last row has no name. */
const IdentityScheme *identity_schemes(void);
/* NULL: there is no such scheme. */
const IdentityScheme *identity_scheme_find(const char *name);

/* The parents that a system names. */
#define IDENTITY_EVIDENCE_LIKE "os-release.id-like"

/* What evidence is worth: a label can be typed by anybody; a kernel, a loader and the words of menus are
 * often those of the system that this one was made of; a name in the root folder is its own, but says no
 * more than that it is there. */
typedef enum {
    IDENTITY_WEIGHT_LABEL = 1,
    IDENTITY_WEIGHT_HINT,
    IDENTITY_WEIGHT_MARK,
    IDENTITY_WEIGHT_CONTENT,
} IdentityWeight;

/* @kind: what it was found in, FACT_KIND_MEDIA or FACT_KIND_TREE. */
IdentityWeight identity_weigh_evidence(FactKind kind, const char *key);

/* The scheme without products: what its expressions capture from one piece of evidence is the
 * version. */
#define IDENTITY_SCHEME_CONTENT "content"
#define IDENTITY_SCHEME_CPE "cpe"
#define IDENTITY_SCHEME_OS_RELEASE "os-release"
#define IDENTITY_SCHEME_LIBGUESTFS "libguestfs"

/* A name, or what a system says to be its name. Texts are borrowed. */
typedef struct {
    const char *scheme;
    const char *product;
    const char *version; /* NULL: none */
    const char *variant; /* NULL: none */
    const char *evidence;
    const char *expression;
} IdentityName;

/* The word for all names that differ in their version alone; a new text. NULL: it is no name of
 * that scheme. */
char *identity_new_family(const IdentityName *name);
/* The same of a CPE name that was taken apart. */
char *identity_new_cpe_family(const CpeName *name);
/* The start of the words of all families that are told by a piece of evidence; a new text. */
char *identity_new_content_start(const char *evidence);

/* Takes a name apart, such as "fedora:44:silverblue" for os-release; texts are those of @parts, which
 * the caller frees. FALSE: it is no name of that scheme. */
gboolean identity_name_parse(const char *scheme, const char *text, char **out_parts,
                             IdentityName *out_name);

/* Systems of one series have the same id but for its last step. The length without it; 0: the id is
 * in no series. */
gsize identity_series_length(const char *id);

/* Systems that stand for the releases of a series that are not known have an id of which this is the last step, or,
 * for those of one number, "8-" and this. */
#define IDENTITY_UNKNOWN "unknown"
gboolean identity_is_unknown(const char *id);

/* Begins with a digit and is of digits, letters and points: releases that have an order. */
gboolean identity_is_release(const char *version);

/* @text with {version}, {version.major}, {version.minor} and {codename} filled in; a new text. NULL:
 * the system has no such thing, or it is too long, so that the statement says nothing of it. */
char *identity_expand(const char *text, const char *version, const char *codename);

/* Versions that an <identity> lists: "44" is just this one, "3.20.*" this one and all below it, "*"
 * any. The length of the version before that; the whole length where it is just this one. */
typedef enum {
    IDENTITY_JUST_THIS,
    IDENTITY_THIS_AND_BELOW,
    IDENTITY_ANY,
} IdentityReach;
IdentityReach identity_version_reach(const char *version, gsize *out_length);
/* Is @version @start, or does it begin with it and a point? */
gboolean identity_version_is_below(const char *version, const char *start);

G_END_DECLS
