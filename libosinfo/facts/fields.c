/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of every kind, in the order of the XML. This file knows no class; entity/field.c turns
 * rows into properties.
 *
 * What is no plain value has no row: ids, relations, devices, scripts, parts, entries of datamaps
 * and parameters of one's own (x-…). Values that the reader must think about have a row without a
 * path.
 */
#include "config.h"

#include "facts/fields.h"

#define SINGLE FIELD_READ_SINGLE
#define LAST FIELD_READ_LAST
#define ADD FIELD_READ_ADD

#define READ G_PARAM_READABLE
#define WRITE G_PARAM_READWRITE
#define ONCE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY)

/* A row of a parameter that is no property. */
#define NO_PROPERTY FIELD_STRING, NULL, NULL, 0, 0, 0

#define TABLE(parent, fields)                                                                      \
    {                                                                                              \
        (parent), (fields), G_N_ELEMENTS(fields)                                                   \
    }

/* clang-format off */

/* parameter,              XML,                    how it is read,     type,          property,               nick,                 access, minimum, default */

static const FieldSpec product_fields[] = {
    {"short-id",             "short-id",             ADD,                FIELD_STRING,  "short-id",             "ShortID",            READ,   0,           0},
    {"name",                 "name",                 SINGLE,             FIELD_STRING,  "name",                 "Name",               READ,   0,           0},
    {"version",              "version",              SINGLE,             FIELD_STRING,  "version",              "Version",            READ,   0,           0},
    {"vendor",               "vendor",               SINGLE,             FIELD_STRING,  "vendor",               "Vendor",             READ,   0,           0},
    {"codename",             "codename",             SINGLE,             FIELD_STRING,  "codename",             "Codename",           READ,   0,           0},
    {"logo",                 "logo",                 SINGLE,             FIELD_STRING,  "logo",                 "Logo",               READ,   0,           0},
    {"release-date",         "release-date",         SINGLE,             NO_PROPERTY},
    {"eol-date",             "eol-date",             SINGLE,             NO_PROPERTY},
};

static const FieldSpec os_fields[] = {
    {"family",               "family",               SINGLE,             FIELD_STRING,  "family",               "Family",             READ,   0,           0},
    {"distro",               "distro",               SINGLE,             FIELD_STRING,  "distro",               "Distro",             READ,   0,           0},
    {"release-status",       "release-status",       SINGLE,             NO_PROPERTY},
    {"kernel-url-argument",  "kernel-url-argument",  SINGLE,             FIELD_STRING,  "kernel-url-argument",  "KernelURLArgument",  READ,   0,           0},
    {"cloud-image-username", "cloud-image-username", SINGLE,             FIELD_STRING,  "cloud-image-username", "CloudImageUsername", READ,   0,           0},
};

static const FieldSpec device_fields[] = {
    {"name",                 "name",                 SINGLE,             NO_PROPERTY},
    {"vendor",               "vendor",               SINGLE,             NO_PROPERTY},
    {"vendor-id",            "vendor-id",            SINGLE,             NO_PROPERTY},
    {"product",              "product",              SINGLE,             NO_PROPERTY},
    {"product-id",           "product-id",           SINGLE,             NO_PROPERTY},
    {"subsystem",            "subsystem",            SINGLE,             NO_PROPERTY},
    {"bus-type",             "bus-type",             SINGLE,             NO_PROPERTY},
    {"class",                "class",                SINGLE,             NO_PROPERTY},
};

static const FieldSpec device_link_fields[] = {
    {"supported",            "@supported",           SINGLE | FIELD_TRUE_UNLESS_FALSE, NO_PROPERTY},
    {"driver",               "driver",               SINGLE,             NO_PROPERTY},
};

static const FieldSpec driver_fields[] = {
    {"arch",                 "@arch",                SINGLE,             NO_PROPERTY},
    {"location",             "@location",            SINGLE,             NO_PROPERTY},
    {"pre-installable",      "@pre-installable",     SINGLE,             NO_PROPERTY},
    {"signed",               "@signed",              SINGLE,             NO_PROPERTY},
    {"priority",             "@priority",            SINGLE,             NO_PROPERTY},
    {"file",                 "file",                 ADD,                NO_PROPERTY},
};

static const FieldSpec firmware_fields[] = {
    {"architecture",         "@arch",                SINGLE,             FIELD_STRING,  "architecture",         "ARCHITECTURE",       WRITE,  0,           0},
    {"type",                 "@type",                SINGLE,             FIELD_STRING,  "type",                 "TYPE",               WRITE,  0,           0},
    {"supported",            "@supported",           SINGLE | FIELD_FALSE_UNLESS_TRUE, NO_PROPERTY},
    {"recommended",          "@recommended",         SINGLE,             NO_PROPERTY},
};

static const FieldSpec image_fields[] = {
    {"architecture",         "@arch",                SINGLE,             FIELD_STRING,  "architecture",         "ARCHITECTURE",       WRITE,  0,           0},
    {"format",               "@format",              SINGLE,             FIELD_STRING,  "format",               "FORMAT",             WRITE,  0,           0},
    {"cloud-init",           "@cloud-init",          SINGLE,             FIELD_BOOLEAN, "cloud-init",           "CloudInit",          WRITE,  0,           FALSE},
    {"variant",              "variant/@id",          ADD,                NO_PROPERTY},
    {"url",                  "url",                  SINGLE,             FIELD_STRING,  "url",                  "URL",                WRITE,  0,           0},
};

static const FieldSpec script_fields[] = {
    {"profile",              "profile",              SINGLE,             FIELD_STRING,  "profile",              "Profile",            ONCE,   0,           0},
    {"path-format",          "path-format",          SINGLE,             NO_PROPERTY},
    {"expected-filename",    "expected-filename",    SINGLE,             NO_PROPERTY},
    {"product-key-format",   "product-key-format",   SINGLE,             FIELD_STRING,  "product-key-format",   "Product Key Format", READ,   0,           0},
    {"needs-internet",       "needs-internet",       SINGLE | FIELD_ANSWER, NO_PROPERTY},
    {"can-pre-install-drivers", "can-pre-install-drivers", SINGLE | FIELD_ANSWER, NO_PROPERTY},
    {"can-post-install-drivers", "can-post-install-drivers", SINGLE | FIELD_ANSWER, NO_PROPERTY},
    {"pre-install-drivers-signing-req", "pre-install-drivers-signing-req", SINGLE, NO_PROPERTY},
    {"post-install-drivers-signing-req", "post-install-drivers-signing-req", SINGLE, NO_PROPERTY},
    /* <template>, and a number made of all <injection-method> */
    {"template-data",        NULL,                   0,                  FIELD_STRING,  "template-data",        "TemplateData",       ONCE,   0,           0},
    {"template-uri",         NULL,                   0,                  FIELD_STRING,  "template-uri",         "TemplateURI",        ONCE,   0,           0},
    {"injection-method",     NULL,                   0,                  NO_PROPERTY},
    /* what a program chose */
    {"preferred-injection-method", NULL,             0,                  NO_PROPERTY},
    {"installation-source",  NULL,                   0,                  NO_PROPERTY},
};

static const FieldSpec config_param_fields[] = {
    {"name",                 "@name",                SINGLE,             FIELD_STRING,  "name",                 "Name",               ONCE,   0,           0},
    {"policy",               "@policy",              SINGLE,             NO_PROPERTY},
};

static const FieldSpec avatar_fields[] = {
    {"mime-type",            "mime-type",            ADD,                NO_PROPERTY},
    {"width",                "width",                SINGLE,             FIELD_INT,     "width",                "Width",              READ,   -1,          -1},
    {"height",               "height",               SINGLE,             FIELD_INT,     "height",               "Height",             READ,   -1,          -1},
    {"alpha",                "alpha",                SINGLE | FIELD_ANSWER, FIELD_BOOLEAN, "alpha",             "Alpha",              READ,   0,           TRUE},
};

static const FieldSpec media_fields[] = {
    {"architecture",         "@arch",                SINGLE,             FIELD_STRING,  "architecture",         "ARCHITECTURE",       WRITE,  0,           0},
    {"live",                 "@live",                SINGLE,             FIELD_BOOLEAN, "live",                 "Live",               WRITE,  0,           FALSE},
    {"installer",            "@installer",           SINGLE,             FIELD_BOOLEAN, "installer",            "Installer",          WRITE,  0,           TRUE},
    {"installer-script",     "@installer-script",    SINGLE,             FIELD_BOOLEAN, "installer-script",     "InstallerScript",    WRITE,  0,           TRUE},
    {"installer-reboots",    "@installer-reboots",   SINGLE,             FIELD_INT,     "installer-reboots",    "InstallerReboots",   WRITE,  G_MININT,    1},
    {"eject-after-install",  "@eject-after-install", SINGLE,             FIELD_BOOLEAN, "eject-after-install",  "EjectAfterInstall",  WRITE,  0,           TRUE},
    {"variant",              "variant/@id",          ADD,                NO_PROPERTY},
    {"url",                  "url",                  SINGLE,             FIELD_STRING,  "url",                  "URL",                WRITE,  0,           0},
    {"kernel",               "kernel",               SINGLE,             FIELD_STRING,  "kernel-path",          "KernelPath",         WRITE,  0,           0},
    {"initrd",               "initrd",               SINGLE,             FIELD_STRING,  "initrd-path",          "InitrdPath",         WRITE,  0,           0},
    {"volume-id",            "iso/volume-id",        LAST,               FIELD_STRING,  "volume-id",            "VolumeID",           WRITE,  0,           0},
    {"system-id",            "iso/system-id",        LAST,               FIELD_STRING,  "system-id",            "SystemID",           WRITE,  0,           0},
    {"publisher-id",         "iso/publisher-id",     LAST,               FIELD_STRING,  "publisher-id",         "PublisherID",        WRITE,  0,           0},
    {"application-id",       "iso/application-id",   LAST,               FIELD_STRING,  "application-id",       "ApplicationID",      WRITE,  0,           0},
    {"volume-size",          "iso/volume-size",      LAST,               FIELD_INT64,   "volume-size",          "VolumeSize",         WRITE,  G_MININT,    -1},
    /* iso/l10n-language, with or without @regex */
    {"l10n-language",        NULL,                   0,                  NO_PROPERTY},
    {"l10n-language-regex",  NULL,                   0,                  NO_PROPERTY},
    {"l10n-language-map",    NULL,                   0,                  NO_PROPERTY},
    /* of media that were read from a location */
    {"bootable",             NULL,                   0,                  NO_PROPERTY},
};

/* Below <minimum>, <recommended> and so on. The reader knows where the architecture is. */
static const FieldSpec resources_fields[] = {
    {"architecture",         "@arch",                SINGLE,             FIELD_STRING,  "architecture",         "ARCHITECTURE",       ONCE,   0,           0},
    {"n-cpus",               "n-cpus",               LAST,               FIELD_INT,     "n-cpus",               "N-CPUs",             WRITE,  -1,          -1},
    {"cpu",                  "cpu",                  LAST,               FIELD_INT64,   "cpu",                  "CPU",                WRITE,  -1,          -1},
    {"ram",                  "ram",                  LAST,               FIELD_INT64,   "ram",                  "RAM",                WRITE,  -1,          -1},
    {"storage",              "storage",              LAST,               FIELD_INT64,   "storage",              "Storage",            WRITE,  -1,          -1},
};

static const FieldSpec tree_fields[] = {
    {"architecture",         "@arch",                SINGLE,             FIELD_STRING,  "architecture",         "ARCHITECTURE",       WRITE,  0,           0},
    {"variant",              "variant/@id",          ADD,                NO_PROPERTY},
    {"url",                  "url",                  SINGLE,             FIELD_STRING,  "url",                  "URL",                WRITE,  0,           0},
    {"kernel",               "kernel",               SINGLE,             FIELD_STRING,  "kernel-path",          "KernelPath",         WRITE,  0,           0},
    {"initrd",               "initrd",               SINGLE,             FIELD_STRING,  "initrd-path",          "InitrdPath",         WRITE,  0,           0},
    {"boot-iso",             "boot-iso",             SINGLE,             FIELD_STRING,  "boot-iso-path",        "BootISOPath",        WRITE,  0,           0},
    /* whether there is any element below <treeinfo> */
    {"has-treeinfo",         NULL,                   0,                  FIELD_BOOLEAN, "has-treeinfo",         "HasTreeinfo",        WRITE,  0,           FALSE},
    {"treeinfo-family",      "treeinfo/family",      LAST,               FIELD_STRING,  "treeinfo-family",      "TreeInfoFamily",     WRITE,  0,           0},
    {"treeinfo-variant",     "treeinfo/variant",     LAST,               FIELD_STRING,  "treeinfo-variant",     "TreeInfoVariant",    WRITE,  0,           0},
    {"treeinfo-version",     "treeinfo/version",     LAST,               FIELD_STRING,  "treeinfo-version",     "TreeInfoVersion",    WRITE,  0,           0},
    {"treeinfo-arch",        "treeinfo/arch",        LAST,               FIELD_STRING,  "treeinfo-arch",        "TreeInfoArch",       WRITE,  0,           0},
};

static const FieldSpec variant_fields[] = {
    {"name",                 "name",                 SINGLE,             FIELD_STRING,  "name",                 "Name",               WRITE,  0,           0},
};

/* clang-format on */

const FieldTable field_product_table = TABLE(NULL, product_fields);

static const FieldTable empty_table = {NULL, NULL, 0};
static const FieldTable platform_table = {&field_product_table, NULL, 0};
static const FieldTable os_table = TABLE(&field_product_table, os_fields);
static const FieldTable device_table = TABLE(NULL, device_fields);
static const FieldTable device_link_table = TABLE(NULL, device_link_fields);
static const FieldTable driver_table = TABLE(NULL, driver_fields);
static const FieldTable firmware_table = TABLE(NULL, firmware_fields);
static const FieldTable script_table = TABLE(NULL, script_fields);
static const FieldTable config_param_table = TABLE(NULL, config_param_fields);
static const FieldTable avatar_table = TABLE(NULL, avatar_fields);
static const FieldTable image_table = TABLE(NULL, image_fields);
static const FieldTable media_table = TABLE(NULL, media_fields);
static const FieldTable resources_table = TABLE(NULL, resources_fields);
static const FieldTable tree_table = TABLE(NULL, tree_fields);
static const FieldTable variant_table = TABLE(NULL, variant_fields);

const FieldTable *
field_get_table(FactKind kind)
{
    static const FieldTable *const tables[FACT_N_KINDS] = {
        [FACT_KIND_AVATAR_FORMAT] = &avatar_table,
        [FACT_KIND_CONFIG_PARAM] = &config_param_table,
        [FACT_KIND_DEVICE] = &device_table,
        [FACT_KIND_DEVICE_LINK] = &device_link_table,
        [FACT_KIND_DRIVER] = &driver_table,
        [FACT_KIND_FIRMWARE] = &firmware_table,
        [FACT_KIND_IMAGE] = &image_table,
        [FACT_KIND_INSTALL_SCRIPT] = &script_table,
        [FACT_KIND_MAXIMUM_RESOURCES] = &resources_table,
        [FACT_KIND_MEDIA] = &media_table,
        [FACT_KIND_MINIMUM_RESOURCES] = &resources_table,
        [FACT_KIND_NETWORK_INSTALL_RESOURCES] = &resources_table,
        [FACT_KIND_OS] = &os_table,
        [FACT_KIND_PLATFORM] = &platform_table,
        [FACT_KIND_RECOMMENDED_RESOURCES] = &resources_table,
        [FACT_KIND_TREE] = &tree_table,
        [FACT_KIND_VARIANT] = &variant_table,
    };

    return kind < FACT_N_KINDS && tables[kind] != NULL ? tables[kind] : &empty_table;
}
