/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of every kind, in the order of the XML. This file knows no class; entity/field.c turns
 * rows into properties.
 *
 * What is not a plain value has no row: relations and parts (kinds.c), entries of datamaps and
 * parameters of one's own (x-…). Values that the reader must think about have a row without a path.
 */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "facts/download.h"
#include "facts/fields.h"
#include "facts/lifecycle.h"
#include "facts/machine.h"
#include "facts/naming.h"

#define SINGLE FIELD_READ_SINGLE
#define LAST FIELD_READ_LAST
#define ADD FIELD_READ_ADD
#define EXISTS FIELD_READ_EXISTS
#define ANSWER FIELD_ANSWER
#define TRUE_UNLESS_FALSE FIELD_TRUE_UNLESS_FALSE
#define FALSE_UNLESS_TRUE FIELD_FALSE_UNLESS_TRUE
#define TRUE_WHEN_ABSENT FIELD_TRUE_WHEN_ABSENT
#define FALSE_WHEN_ABSENT FIELD_FALSE_WHEN_ABSENT
#define EXPRESSION FIELD_EXPRESSION
#define EQUAL FIELD_EQUAL
#define CONDITION FIELD_CONDITION

#define STRING FIELD_STRING
#define BOOLEAN FIELD_BOOLEAN
#define INT FIELD_INT
#define INT64 FIELD_INT64
#define DATE FIELD_DATE

#define READ G_PARAM_READABLE
#define WRITE G_PARAM_READWRITE
#define ONCE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY)

/* clang-format off */

/* A row that says nothing else. */
#define NO_PROPERTY .property = NULL
#define PROPERTY(name_, nick_, access_) .property = (name_), .nick = (nick_), .access = (access_)
#define PROPERTY_OR(name_, nick_, access_, default_) PROPERTY(name_, nick_, access_), .fallback = (default_)
#define NUMBER(name_, nick_, access_, minimum_, default_) PROPERTY_OR(name_, nick_, access_, default_), .minimum = (minimum_)
#define EVIDENCE(key_) .evidence = (key_)
#define NEAREST .inheritance = FACT_INHERIT_NEAREST
#define FILLS .inheritance = FACT_INHERIT_FILL
#define COLUMN(place_, heading_, width_) .column = (place_), .heading = (heading_), .width = (width_)

/*   parameter,                          XML,                                how it is read,                                  type,    what else */

/* What everything has; where the id stands is a matter of kinds.c. */
static const FieldSpec entity_fields[] = {
    {"id",                               NULL,                               0,                                               STRING,  COLUMN(10, N_("ID"), 40)},
};

static const FieldSpec product_fields[] = {
    {"short-id",                         "short-id",                         ADD,                                             STRING,  PROPERTY("short-id", "ShortID", READ), COLUMN(1, N_("Short ID"), 20)},
    {"name",                             "name",                             SINGLE,                                          STRING,  PROPERTY("name", "Name", READ), COLUMN(2, N_("Name"), 50)},
    {"version",                          "version",                          SINGLE,                                          STRING,  PROPERTY("version", "Version", READ), COLUMN(3, N_("Version"), 8)},
    {"vendor",                           "vendor",                           SINGLE,                                          STRING,  PROPERTY("vendor", "Vendor", READ), COLUMN(6, N_("Vendor"), 25)},
    {"codename",                         "codename",                         SINGLE,                                          STRING,  PROPERTY("codename", "Codename", READ), COLUMN(9, N_("Code name"), 10)},
    {"logo",                             "logo",                             SINGLE,                                          STRING,  PROPERTY("logo", "Logo", READ)},
    {"release-date",                     "release-date",                     SINGLE,                                          DATE,    COLUMN(7, N_("Release date"), 12)},
    {"eol-date",                         "eol-date",                         SINGLE,                                          DATE,    COLUMN(8, N_("End of life"), 12)},
};

static const FieldSpec os_fields[] = {
    {"family",                           "family",                           SINGLE,                                          STRING,  PROPERTY("family", "Family", READ), COLUMN(4, N_("Family"), 12)},
    {"distro",                           "distro",                           SINGLE,                                          STRING,  PROPERTY("distro", "Distro", READ), COLUMN(5, N_("Distro"), 12)},
    {"release-status",                   "release-status",                   SINGLE,                                          STRING,  COLUMN(11, N_("Release status"), 15)},
    {"kernel-url-argument",              "kernel-url-argument",              SINGLE,                                          STRING,  PROPERTY("kernel-url-argument", "KernelURLArgument", READ), NEAREST},
    {"cloud-image-username",             "cloud-image-username",             SINGLE,                                          STRING,  PROPERTY("cloud-image-username", "CloudImageUsername", READ), NEAREST},
    {LIFECYCLE_SOURCE,                   "lifecycle/source",                 ADD,                                             STRING,  NO_PROPERTY},
    /* made of the phases below, when all of them are known */
    {LIFECYCLE_STANDARD_END,             NULL,                               0,                                               STRING,  COLUMN(12, N_("Standard support"), 16)},
    {LIFECYCLE_SECURITY_END,             NULL,                               0,                                               STRING,  COLUMN(13, N_("Security updates"), 16)},
    {LIFECYCLE_EXTENDED_END,             NULL,                               0,                                               STRING,  COLUMN(14, N_("Extended support"), 16)},
};

static const FieldSpec device_fields[] = {
    {"name",                             "name",                             SINGLE,                                          STRING,  COLUMN(5, N_("Name"), 14)},
    {"vendor",                           "vendor",                           SINGLE,                                          STRING,  COLUMN(1, N_("Vendor"), 20)},
    {"vendor-id",                        "vendor-id",                        SINGLE,                                          STRING,  COLUMN(2, N_("Vendor ID"), 12)},
    {"product",                          "product",                          SINGLE,                                          STRING,  COLUMN(3, N_("Product"), 20)},
    {"product-id",                       "product-id",                       SINGLE,                                          STRING,  COLUMN(4, N_("Product ID"), 12)},
    {"subsystem",                        "subsystem",                        SINGLE,                                          STRING,  NO_PROPERTY},
    {"bus-type",                         "bus-type",                         SINGLE,                                          STRING,  COLUMN(7, N_("Bus"), 8)},
    {"class",                            "class",                            SINGLE,                                          STRING,  COLUMN(6, N_("Class"), 15)},
};

static const FieldSpec device_link_fields[] = {
    {"supported",                        "@supported",                       SINGLE | TRUE_UNLESS_FALSE,                      BOOLEAN, NO_PROPERTY},
    {"driver",                           "driver",                           SINGLE,                                          STRING,  NO_PROPERTY},
};

/* What holds for files of a system and for those of later ones of its series. */
static const FieldSpec download_fields[] = {
    {DOWNLOAD_ADDRESS,                    "address",                           SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_LIST,                       "list",                              ADD,                                             STRING,  NO_PROPERTY},
    {DOWNLOAD_LIST_FORM,                  "list/@form",                        SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_SIGNATURE,                  "signature",                         SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_SIGNATURE_FORM,             "signature/@form",                   SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_SIGNATURE_OF,               "signature/@of",                     SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_INDEX,                      "index",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_INDEX_EXPRESSION,           "index/@expression",                 SINGLE,                                          STRING,  NO_PROPERTY},
    {DOWNLOAD_MIRROR,                     "mirror",                            ADD,                                             STRING,  NO_PROPERTY},
    {DOWNLOAD_SOURCE,                     "source",                            ADD,                                             STRING,  NO_PROPERTY},
};

static const FieldSpec driver_fields[] = {
    {"arch",                             "@arch",                            SINGLE,                                          STRING,  NO_PROPERTY},
    {"location",                         "@location",                        SINGLE,                                          STRING,  NO_PROPERTY},
    {"pre-installable",                  "@pre-installable",                 SINGLE,                                          BOOLEAN, NO_PROPERTY},
    {"signed",                           "@signed",                          SINGLE,                                          BOOLEAN, NO_PROPERTY},
    {"priority",                         "@priority",                        SINGLE,                                          INT64,   NO_PROPERTY},
    {"file",                             "file",                             ADD,                                             STRING,  NO_PROPERTY},
};

static const FieldSpec firmware_fields[] = {
    {"architecture",                     "@arch",                            SINGLE,                                          STRING,  PROPERTY("architecture", "ARCHITECTURE", WRITE)},
    {"type",                             "@type",                            SINGLE,                                          STRING,  PROPERTY("type", "TYPE", WRITE)},
    {"supported",                        "@supported",                       SINGLE | FALSE_UNLESS_TRUE | TRUE_WHEN_ABSENT,   BOOLEAN, NO_PROPERTY},
    {"recommended",                      "@recommended",                     SINGLE,                                          BOOLEAN, NO_PROPERTY},
    {"status",                           "@status",                          SINGLE,                                          STRING,  NO_PROPERTY},
};

/* What stands here of an OS holds for it; what has a scope also for later ones of its series. */
static const FieldSpec identity_fields[] = {
    {"scheme",                           "@scheme",                          SINGLE,                                          STRING,  NO_PROPERTY},
    {"scope",                            "@scope",                           SINGLE,                                          STRING,  NO_PROPERTY},
    {"product",                          "product",                          LAST,                                            STRING,  NO_PROPERTY},
    {"version",                          "version",                          ADD,                                             STRING,  NO_PROPERTY},
    {"preview",                          "preview",                          ADD,                                             STRING,  NO_PROPERTY},
    {"variant",                          "variant",                          LAST,                                            STRING,  NO_PROPERTY},
    {"evidence",                         "expression/@evidence",             SINGLE,                                          STRING,  NO_PROPERTY},
    {"expression",                       "expression",                       LAST | EXPRESSION,                               STRING,  NO_PROPERTY},
};

static const FieldSpec image_fields[] = {
    {"architecture",                     "@arch",                            SINGLE,                                          STRING,  PROPERTY("architecture", "ARCHITECTURE", WRITE)},
    {"format",                           "@format",                          SINGLE,                                          STRING,  PROPERTY("format", "FORMAT", WRITE)},
    {"cloud-init",                       "@cloud-init",                      SINGLE,                                          BOOLEAN, PROPERTY_OR("cloud-init", "CloudInit", WRITE, FALSE)},
    {"variant",                          "variant/@id",                      ADD,                                             STRING,  NO_PROPERTY},
    {"url",                              "url",                              SINGLE,                                          STRING,  PROPERTY("url", "URL", WRITE)},
    {DOWNLOAD_FILE_SIZE,                  "file/size",                         LAST,                                            INT64,   NO_PROPERTY},
    {DOWNLOAD_FILE_SHA256,                "file/sha256",                       LAST,                                            STRING,  NO_PROPERTY},
    {DOWNLOAD_FILE_SHA512,                "file/sha512",                       LAST,                                            STRING,  NO_PROPERTY},
};

static const FieldSpec script_fields[] = {
    {"profile",                          "profile",                          SINGLE,                                          STRING,  PROPERTY("profile", "Profile", ONCE)},
    {"path-format",                      "path-format",                      SINGLE,                                          STRING,  NO_PROPERTY},
    {"expected-filename",                "expected-filename",                SINGLE,                                          STRING,  NO_PROPERTY},
    {"product-key-format",               "product-key-format",               SINGLE,                                          STRING,  PROPERTY("product-key-format", "Product Key Format", READ)},
    {"needs-internet",                   "needs-internet",                   SINGLE | ANSWER | FALSE_WHEN_ABSENT,             BOOLEAN, NO_PROPERTY},
    {"can-pre-install-drivers",          "can-pre-install-drivers",          SINGLE | ANSWER | FALSE_WHEN_ABSENT,             BOOLEAN, NO_PROPERTY},
    {"can-post-install-drivers",         "can-post-install-drivers",         SINGLE | ANSWER | FALSE_WHEN_ABSENT,             BOOLEAN, NO_PROPERTY},
    {"pre-install-drivers-signing-req",  "pre-install-drivers-signing-req",  SINGLE,                                          BOOLEAN, NO_PROPERTY},
    {"post-install-drivers-signing-req", "post-install-drivers-signing-req", SINGLE,                                          BOOLEAN, NO_PROPERTY},
    /* <template>, and a number made of all <injection-method> */
    {"template-data",                    NULL,                               0,                                               STRING,  PROPERTY("template-data", "TemplateData", ONCE)},
    {"template-uri",                     NULL,                               0,                                               STRING,  PROPERTY("template-uri", "TemplateURI", ONCE)},
    {"injection-method",                 NULL,                               0,                                               INT,     NO_PROPERTY},
    /* what a program chose */
    {"preferred-injection-method",       NULL,                               0,                                               INT,     NO_PROPERTY},
    {"installation-source",              NULL,                               0,                                               STRING,  NO_PROPERTY},
};

static const FieldSpec config_param_fields[] = {
    {"name",                             "@name",                            SINGLE,                                          STRING,  PROPERTY("name", "Name", ONCE)},
    {"policy",                           "@policy",                          SINGLE,                                          STRING,  NO_PROPERTY},
};

static const FieldSpec avatar_fields[] = {
    {"mime-type",                        "mime-type",                        ADD,                                             STRING,  NO_PROPERTY},
    {"width",                            "width",                            SINGLE,                                          INT,     NUMBER("width", "Width", READ, -1, -1)},
    {"height",                           "height",                           SINGLE,                                          INT,     NUMBER("height", "Height", READ, -1, -1)},
    {"alpha",                            "alpha",                            SINGLE | ANSWER,                                 BOOLEAN, PROPERTY_OR("alpha", "Alpha", READ, TRUE)},
};

/* What one says nothing of is that of the systems behind it, fact by fact. */
static const FieldSpec machine_fields[] = {
    {MACHINE_ARCHITECTURE,               "@arch",                            SINGLE,                                          STRING,  NO_PROPERTY},
    {MACHINE_TYPE,                       "type",                             ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_SECURE_BOOT,                "secure-boot/@status",              SINGLE,                                          STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_MEDIA_SIGNER,               "secure-boot/media-signer",         ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_UPDATED_SIGNER,             "secure-boot/updated-signer",       ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_TPM,                        "tpm/@status",                      SINGLE,                                          STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_TPM_VERSION,                "tpm/@version",                     SINGLE,                                          STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_CPU_LEVEL,                  "cpu/level",                        SINGLE,                                          STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_CPU_FEATURE,                "cpu/feature",                      ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_UNFIT_CPU,                  "cpu/unfit",                        ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_CLOCK,                      "clock/@base",                      SINGLE,                                          STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_TIMER,                      "clock/timer",                      ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_ENLIGHTENMENT,              "enlightenment",                    ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_FIRST_BOOT,                 "first-boot",                       ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_HOTPLUG,                    "hotplug",                          ADD,                                             STRING,  NO_PROPERTY, NEAREST},
    {MACHINE_SOURCE,                     "source",                           ADD,                                             STRING,  NO_PROPERTY, NEAREST},
};

static const FieldSpec media_fields[] = {
    {"architecture",                     "@arch",                            SINGLE,                                          STRING,  PROPERTY("architecture", "ARCHITECTURE", WRITE)},
    {"live",                             "@live",                            SINGLE,                                          BOOLEAN, PROPERTY_OR("live", "Live", WRITE, FALSE)},
    {"installer",                        "@installer",                       SINGLE,                                          BOOLEAN, PROPERTY_OR("installer", "Installer", WRITE, TRUE)},
    {"installer-script",                 "@installer-script",                SINGLE,                                          BOOLEAN, PROPERTY_OR("installer-script", "InstallerScript", WRITE, TRUE)},
    {"installer-reboots",                "@installer-reboots",               SINGLE,                                          INT,     NUMBER("installer-reboots", "InstallerReboots", WRITE, G_MININT, 1)},
    {"eject-after-install",              "@eject-after-install",             SINGLE,                                          BOOLEAN, PROPERTY_OR("eject-after-install", "EjectAfterInstall", WRITE, TRUE)},
    {"variant",                          "variant/@id",                      ADD,                                             STRING,  NO_PROPERTY},
    {"url",                              "url",                              SINGLE,                                          STRING,  PROPERTY("url", "URL", WRITE)},
    {"kernel",                           "kernel",                           SINGLE,                                          STRING,  PROPERTY("kernel-path", "KernelPath", WRITE)},
    {"initrd",                           "initrd",                           SINGLE,                                          STRING,  PROPERTY("initrd-path", "InitrdPath", WRITE)},
    {"volume-id",                        "iso/volume-id",                    LAST | EXPRESSION,                               STRING,  PROPERTY("volume-id", "VolumeID", WRITE), EVIDENCE("iso9660.volume-id")},
    {"system-id",                        "iso/system-id",                    LAST | EXPRESSION,                               STRING,  PROPERTY("system-id", "SystemID", WRITE), EVIDENCE("iso9660.system-id")},
    {"publisher-id",                     "iso/publisher-id",                 LAST | EXPRESSION,                               STRING,  PROPERTY("publisher-id", "PublisherID", WRITE), EVIDENCE("iso9660.publisher-id")},
    {"application-id",                   "iso/application-id",               LAST | EXPRESSION,                               STRING,  PROPERTY("application-id", "ApplicationID", WRITE), EVIDENCE("iso9660.application-id")},
    {"volume-size",                      "iso/volume-size",                  LAST | EQUAL,                                    INT64,   NUMBER("volume-size", "VolumeSize", WRITE, G_MININT, -1), EVIDENCE("iso9660.volume-size")},
    /* iso/l10n-language, with or without @regex */
    {"l10n-language",                    NULL,                               ADD,                                             STRING,  NO_PROPERTY},
    {"l10n-language-regex",              NULL,                               EXPRESSION,                                      STRING,  NO_PROPERTY},
    {"l10n-language-map",                NULL,                               0,                                               STRING,  NO_PROPERTY},
    {DOWNLOAD_FILE_SIZE,                  "file/size",                         LAST,                                            INT64,   NO_PROPERTY},
    {DOWNLOAD_FILE_SHA256,                "file/sha256",                       LAST,                                            STRING,  NO_PROPERTY},
    {DOWNLOAD_FILE_SHA512,                "file/sha512",                       LAST,                                            STRING,  NO_PROPERTY},
    /* of media that were read from a location */
    {"bootable",                         NULL,                               0,                                               BOOLEAN, NO_PROPERTY},
};

static const FieldSpec naming_fields[] = {
    {NAMING_ARCHITECTURE,                 "@arch",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_OS,                           "@os",                               SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_DISTRO,                       "@distro",                           SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_FAMILY,                       "@family",                           SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_FROM,                         "@from",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_TO,                           "@to",                               SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_SINCE,                        "@since",                            SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_MATCH,                        "@match",                            SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_NAME,                         "name",                              ADD,                                             STRING,  NO_PROPERTY},
};

/* What is not a phase here is told by the dates of the OS, as facts/lifecycle.h has it. */
static const FieldSpec phase_fields[] = {
    {PHASE_KIND,                         "@kind",                            SINGLE,                                          STRING,  NO_PROPERTY},
    {PHASE_END,                          "@end",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {PHASE_PAID,                         "@paid",                            SINGLE | FALSE_UNLESS_TRUE,                      BOOLEAN, NO_PROPERTY},
    {PHASE_NAME,                         "@name",                            SINGLE,                                          STRING,  NO_PROPERTY},
};

/* Below <minimum>, <recommended> and so on. The reader knows where the architecture is. */
static const FieldSpec resources_fields[] = {
    {"architecture",                     "@arch",                            SINGLE,                                          STRING,  PROPERTY("architecture", "ARCHITECTURE", ONCE)},
    {"n-cpus",                           "n-cpus",                           LAST,                                            INT,     NUMBER("n-cpus", "N-CPUs", WRITE, -1, -1), FILLS},
    {"cpu",                              "cpu",                              LAST,                                            INT64,   NUMBER("cpu", "CPU", WRITE, -1, -1), FILLS},
    {"ram",                              "ram",                              LAST,                                            INT64,   NUMBER("ram", "RAM", WRITE, -1, -1), FILLS},
    {"storage",                          "storage",                          LAST,                                            INT64,   NUMBER("storage", "Storage", WRITE, -1, -1), FILLS},
};

static const FieldSpec signing_key_fields[] = {
    {SIGNING_KEY_FORM,                    "@form",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {SIGNING_KEY_FINGERPRINT,             "fingerprint",                       SINGLE,                                          STRING,  NO_PROPERTY},
    {SIGNING_KEY_PUBLIC_KEY,              "public-key",                        SINGLE,                                          STRING,  NO_PROPERTY},
    {SIGNING_KEY_ADDRESS,                 "address",                           ADD,                                             STRING,  NO_PROPERTY},
    {SIGNING_KEY_SOURCE,                  "source",                            ADD,                                             STRING,  NO_PROPERTY},
};

static const FieldSpec scheme_fields[] = {
    {SCHEME_NAME,                         "short-id",                          SINGLE,                                          STRING,  NO_PROPERTY, COLUMN(1, N_("Short ID"), 20)},
    {"name",                              "name",                              SINGLE,                                          STRING,  NO_PROPERTY, COLUMN(2, N_("Name"), 50)},
    {"source",                            "source",                            ADD,                                             STRING,  NO_PROPERTY},
};

static const FieldSpec tree_fields[] = {
    {"architecture",                     "@arch",                            SINGLE,                                          STRING,  PROPERTY("architecture", "ARCHITECTURE", WRITE)},
    {"variant",                          "variant/@id",                      ADD,                                             STRING,  NO_PROPERTY},
    {"url",                              "url",                              SINGLE,                                          STRING,  PROPERTY("url", "URL", WRITE)},
    {"kernel",                           "kernel",                           SINGLE,                                          STRING,  PROPERTY("kernel-path", "KernelPath", WRITE), EVIDENCE("treeinfo.kernel")},
    {"initrd",                           "initrd",                           SINGLE,                                          STRING,  PROPERTY("initrd-path", "InitrdPath", WRITE), EVIDENCE("treeinfo.initrd")},
    {"boot-iso",                         "boot-iso",                         SINGLE,                                          STRING,  PROPERTY("boot-iso-path", "BootISOPath", WRITE), EVIDENCE("treeinfo.boot-iso")},
    {"has-treeinfo",                     "treeinfo/*",                       EXISTS | CONDITION,                              BOOLEAN, PROPERTY_OR("has-treeinfo", "HasTreeinfo", WRITE, FALSE)},
    {"treeinfo-family",                  "treeinfo/family",                  LAST | EXPRESSION,                               STRING,  PROPERTY("treeinfo-family", "TreeInfoFamily", WRITE), EVIDENCE("treeinfo.family")},
    {"treeinfo-variant",                 "treeinfo/variant",                 LAST | EXPRESSION,                               STRING,  PROPERTY("treeinfo-variant", "TreeInfoVariant", WRITE), EVIDENCE("treeinfo.variant")},
    {"treeinfo-version",                 "treeinfo/version",                 LAST | EXPRESSION,                               STRING,  PROPERTY("treeinfo-version", "TreeInfoVersion", WRITE), EVIDENCE("treeinfo.version")},
    {"treeinfo-arch",                    "treeinfo/arch",                    LAST | EXPRESSION,                               STRING,  PROPERTY("treeinfo-arch", "TreeInfoArch", WRITE), EVIDENCE("treeinfo.arch")},
};

static const FieldSpec variant_fields[] = {
    {"name",                             "name",                             SINGLE,                                          STRING,  PROPERTY("name", "Name", WRITE)},
    {"edition",                          "edition",                          ADD,                                             STRING,  NO_PROPERTY},
};

static const FieldSpec word_fields[] = {
    {NAMING_WORD_ARCHITECTURE,            "@arch",                             SINGLE,                                          STRING,  NO_PROPERTY},
    {NAMING_WORD_TEXT,                    "@text",                             SINGLE,                                          STRING,  NO_PROPERTY},
};

/* clang-format on */

#define TABLE(parent, fields)                                                                      \
    {                                                                                              \
        (parent), (fields), G_N_ELEMENTS(fields)                                                   \
    }

static const FieldTable entity_table = TABLE(NULL, entity_fields);
const FieldTable field_product_table = TABLE(&entity_table, product_fields);

static const FieldTable platform_table = {&field_product_table, NULL, 0};
static const FieldTable os_table = TABLE(&field_product_table, os_fields);
static const FieldTable device_table = TABLE(&entity_table, device_fields);
static const FieldTable device_link_table = TABLE(&entity_table, device_link_fields);
static const FieldTable download_table = TABLE(&entity_table, download_fields);
static const FieldTable driver_table = TABLE(&entity_table, driver_fields);
static const FieldTable firmware_table = TABLE(&entity_table, firmware_fields);
static const FieldTable script_table = TABLE(&entity_table, script_fields);
static const FieldTable config_param_table = TABLE(&entity_table, config_param_fields);
static const FieldTable avatar_table = TABLE(&entity_table, avatar_fields);
static const FieldTable identity_table = TABLE(&entity_table, identity_fields);
static const FieldTable image_table = TABLE(&entity_table, image_fields);
static const FieldTable machine_table = TABLE(&entity_table, machine_fields);
static const FieldTable media_table = TABLE(&entity_table, media_fields);
static const FieldTable naming_table = TABLE(&entity_table, naming_fields);
static const FieldTable phase_table = TABLE(&entity_table, phase_fields);
static const FieldTable resources_table = TABLE(&entity_table, resources_fields);
static const FieldTable signing_key_table = TABLE(&entity_table, signing_key_fields);
static const FieldTable scheme_table = TABLE(&entity_table, scheme_fields);
static const FieldTable tree_table = TABLE(&entity_table, tree_fields);
static const FieldTable variant_table = TABLE(&entity_table, variant_fields);
static const FieldTable word_table = TABLE(&entity_table, word_fields);

const FieldTable *
field_get_table(FactKind kind)
{
    static const FieldTable *const tables[FACT_N_KINDS] = {
        [FACT_KIND_AVATAR_FORMAT] = &avatar_table,
        [FACT_KIND_CONFIG_PARAM] = &config_param_table,
        [FACT_KIND_DATAMAP] = &entity_table,
        [FACT_KIND_DEPLOYMENT] = &entity_table,
        [FACT_KIND_DEVICE] = &device_table,
        [FACT_KIND_DEVICE_LINK] = &device_link_table,
        [FACT_KIND_DOWNLOAD] = &download_table,
        [FACT_KIND_DRIVER] = &driver_table,
        [FACT_KIND_ENTRIES] = &entity_table,
        [FACT_KIND_FIRMWARE] = &firmware_table,
        [FACT_KIND_IDENTITY] = &identity_table,
        [FACT_KIND_IMAGE] = &image_table,
        [FACT_KIND_INSTALL_SCRIPT] = &script_table,
        [FACT_KIND_MACHINE] = &machine_table,
        [FACT_KIND_MAXIMUM_RESOURCES] = &resources_table,
        [FACT_KIND_MEDIA] = &media_table,
        [FACT_KIND_MINIMUM_RESOURCES] = &resources_table,
        [FACT_KIND_NAMING] = &naming_table,
        [FACT_KIND_NETWORK_INSTALL_RESOURCES] = &resources_table,
        [FACT_KIND_OS] = &os_table,
        [FACT_KIND_PHASE] = &phase_table,
        [FACT_KIND_PLATFORM] = &platform_table,
        [FACT_KIND_RECOMMENDED_RESOURCES] = &resources_table,
        [FACT_KIND_SIGNING_KEY] = &signing_key_table,
        [FACT_KIND_SCHEME] = &scheme_table,
        [FACT_KIND_TREE] = &tree_table,
        [FACT_KIND_VARIANT] = &variant_table,
        [FACT_KIND_WORD] = &word_table,
    };

    g_assert(kind < FACT_N_KINDS);
    return tables[kind];
}

const FieldSpec *
field_find(FactKind kind, const char *key)
{
    for (const FieldTable *table = field_get_table(kind); table != NULL; table = table->parent) {
        for (guint i = 0; i < table->n_fields; i++) {
            if (strcmp(table->fields[i].key, key) == 0)
                return &table->fields[i];
        }
    }
    return NULL;
}

/* The table whose parent is @parent, on the way from @leaf up. */
static const FieldTable *
find_child(const FieldTable *leaf, const FieldTable *parent)
{
    while (leaf->parent != parent)
        leaf = leaf->parent;
    return leaf;
}

void
field_iter_init(FieldIter *self, FactKind kind)
{
    self->leaf = field_get_table(kind);
    self->table = find_child(self->leaf, NULL);
    self->next = 0;
}

const FieldSpec *
field_iter_next(FieldIter *self)
{
    while (self->next == self->table->n_fields) {
        if (self->table == self->leaf)
            return NULL;
        self->table = find_child(self->leaf, self->table);
        self->next = 0;
    }
    return &self->table->fields[self->next++];
}

static gint
compare_columns(gconstpointer a, gconstpointer b)
{
    const FieldSpec *first = *(const FieldSpec *const *)a;
    const FieldSpec *second = *(const FieldSpec *const *)b;

    return (gint)first->column - (gint)second->column;
}

GPtrArray *
field_list_columns(FactKind kind)
{
    GPtrArray *columns = g_ptr_array_new();
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        if (field->column > 0)
            g_ptr_array_add(columns, (gpointer)field);
    }
    g_ptr_array_sort(columns, compare_columns);
    return columns;
}

/* Appends the rows with evidence whose FIELD_EXPRESSION and FIELD_EQUAL are @flags. */
static void
add_evidence(FieldEvidence *evidence, const FieldTable *table, guint flags)
{
    for (guint i = 0; i < table->n_fields; i++) {
        const FieldSpec *field = &table->fields[i];

        if (field->evidence == NULL || (field->flags & (FIELD_EXPRESSION | FIELD_EQUAL)) != flags)
            continue;
        g_assert(evidence->n_fields < FIELD_MAX_EVIDENCE);
        evidence->fields[evidence->n_fields++] = field;
    }
}

static void
find_evidence(FieldEvidence *evidence, const FieldTable *table)
{
    add_evidence(evidence, table, FIELD_EXPRESSION);
    evidence->n_expressions = evidence->n_fields;
    add_evidence(evidence, table, FIELD_EQUAL);
    evidence->n_matched = evidence->n_fields;
    add_evidence(evidence, table, 0);
    for (guint i = 0; i < table->n_fields; i++) {
        if ((table->fields[i].flags & FIELD_CONDITION) != 0)
            evidence->condition = &table->fields[i];
    }
}

const FieldEvidence *
field_get_evidence(FactKind kind)
{
    static FieldEvidence evidence[FACT_N_KINDS];
    static gsize is_ready;
    guint number = 0;

    g_assert(kind < FACT_N_KINDS);
    if (g_once_init_enter(&is_ready)) {
        for (guint i = 0; i < FACT_N_KINDS; i++) {
            evidence[i].first_number = number;
            find_evidence(&evidence[i], field_get_table((FactKind)i));
            number += evidence[i].n_expressions;
        }
        g_once_init_leave(&is_ready, 1);
    }
    return &evidence[kind];
}
