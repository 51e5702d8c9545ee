/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each rule holds for every file of data/, and each rule finds the faults it is for: a table of
 * small wrong files.
 */
#include <string.h>

#include <glib/gstdio.h>

#include "check/lint/rules.h"

#define HEAD "<libosinfo version='0.0.1'>\n"
#define OS(text) HEAD "<os id='http://e.org/a/1'>\n" text "\n</os></libosinfo>"
#define OS_NAME "os/e.org/a-1.xml"

/* A system, and one of a distribution with an expression. */
#define LABELLED(id, distro, expression)                                                           \
    "<os id='http://e.org/a/" id "'><distro>" distro                                               \
    "</distro><media arch='all'><iso>\n<volume-id>" expression "</volume-id></iso></media></os>\n"
#define TWO(first, distro, second)                                                                 \
    HEAD LABELLED("1", "heron", first) LABELLED("2", distro, second) "</libosinfo>"
/* Four of one distribution, and one whose expression fits them all. */
#define MANY(id)                                                                                   \
    HEAD LABELLED("3", "heron", "^Heron 3$") LABELLED("4", "heron", "^Heron 4$")                   \
        LABELLED("5", "heron", "^Heron 5$") LABELLED("1", "heron", "^Heron 1$")                    \
            LABELLED(id, "heron", "^Heron ") "</libosinfo>"

typedef struct {
    const char *rule;
    const char *what; /* for the name of the case */
    const char *name; /* of the file */
    const char *text;
    long line;             /* of the fault */
    const char *complaint; /* a part of it; NULL: there is none */
} Case;

#define EOL "<eol-date>2030-06-30</eol-date>"
#define LIFECYCLE(elements) "<lifecycle>" elements "</lifecycle>"
#define SOURCE "<source>s</source>"
#define PHASE(kind, end) "<phase kind='" kind "' end='" end "'/>"
#define PAID(end) "<phase kind='extended' end='" end "' paid='true' name='P'/>"
#define COPIED "<eol-date>2022-08-02</eol-date>"
#define RELEASE(id, version, date, elements)                                                       \
    "<os id='http://e.org/a/" id "'><version>" version "</version><release-date>" date             \
    "</release-date>" elements "</os>"
/* Two releases of a series, on a line each. */
#define PAIR(version_1, date_1, elements_1, version_2, date_2, elements_2)                         \
    HEAD RELEASE("1", version_1, date_1, elements_1) "\n" RELEASE("2", version_2, date_2,          \
                                                                  elements_2) "</libosinfo>"

/* Of three systems of a series, one on a host of its own. */
#define ADDRESSES(host, first, second, third)                                                      \
    HEAD                                                                                           \
        "<os id='http://e.org/a/1'><image arch='all'>\n<url>https://" host first                   \
        "</url></image></os><os id='http://e.org/a/2'><tree "                                      \
        "arch='all'>\n<url>https://e.org" second                                                   \
        "</url></tree></os><os id='http://e.org/a/3'><media arch='all'>\n<url>https://e.org" third \
        "</url></media></os></libosinfo>"

/* Releases of two lines, an entry for those to come in line 5. */
#define SERIES(version, elements)                                                                  \
    HEAD RELEASE("9.9", "9.9", "2025-10-01", "") "\n" RELEASE("9.10", "9.10", "2026-05-01", "")    \
        RELEASE("10.0", "10.0", "2026-05-02",                                                      \
                "") "\n" RELEASE("10", "10", "2026-05-01", "") "\n<os id='http://e.org/a/" version \
                                                               "'>" elements "</os></libosinfo>"

/* The table of a scheme in line 3 f., behind a system. */
#define TABLE_OF(namings) "<scheme id='http://e.org/s'><short-id>s</short-id>\n" namings "</scheme>"
#define TABLE(elements, namings)                                                                   \
    HEAD "<os id='http://e.org/a/1'>" elements "</os>\n" TABLE_OF(namings) "</libosinfo>"

/* clang-format off */
static const Case cases[] = {
    {"cycles", "itself", OS_NAME, OS("<upgrades id='http://e.org/a/1'/>"), 3, "<upgrades> leads back"},
    {"cycles", "two", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><derives-from id='http://e.org/a/2'/></os>\n"
     "<os id='http://e.org/a/2'>\n<derives-from id='http://e.org/a/1'/></os></libosinfo>", 2, "<derives-from> leads back to 'http://e.org/a/1'"},
    {"cycles", "other-relation", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><clones id='http://e.org/a/2'/></os>\n"
     "<os id='http://e.org/a/2'>\n<derives-from id='http://e.org/a/1'/></os></libosinfo>", 0, NULL},
    {"cycles", "three", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><clones id='http://e.org/a/2'/></os>\n"
     "<os id='http://e.org/a/2'><clones id='http://e.org/a/3'/></os>\n"
     "<os id='http://e.org/a/3'><clones id='http://e.org/a/4'/>\n<clones id='http://e.org/a/1'/></os>"
     "<os id='http://e.org/a/4'/></libosinfo>", 2, "<clones> leads back to 'http://e.org/a/1'"},
    {"cycles", "behind", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><clones id='http://e.org/a/2'/></os>\n"
     "<os id='http://e.org/a/2'><clones id='http://e.org/a/2'/></os></libosinfo>", 3, "<clones> leads back to 'http://e.org/a/2'"},
    {"cycles", "two-ways", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><upgrades id='http://e.org/a/2'/><upgrades id='http://e.org/a/3'/></os>\n"
     "<os id='http://e.org/a/2'><upgrades id='http://e.org/a/4'/></os>\n"
     "<os id='http://e.org/a/3'><upgrades id='http://e.org/a/4'/></os><os id='http://e.org/a/4'/></libosinfo>", 0, NULL},
    {"dates", "not-a-day", OS_NAME, OS("<release-date>2023-02-29</release-date>"), 3, "'2023-02-29' is not a date"},
    {"dates", "short", OS_NAME, OS("<eol-date>2023</eol-date>"), 3, "'2023' is not a date"},
    {"dates", "old", OS_NAME, OS("<eol-date>0023-01-01</eol-date>"), 3, "is not a date"},
    {"dates", "order", OS_NAME, OS("<release-date>2023-02-28</release-date>\n<eol-date>2023-02-27</eol-date>"), 4, "ends before"},
    {"dates", "same-day", OS_NAME, OS("<release-date>2024-02-29</release-date>\n<eol-date>2024-02-29</eol-date>"), 0, NULL},
    {"dates", "release-ahead", OS_NAME, OS("<release-date>2031-06-01</release-date>"), 3, "<release-date> is more than 5 years ahead"},
    {"dates", "release-soon", OS_NAME, OS("<release-date>2030-12-01</release-date>"), 0, NULL},
    {"dates", "end-ahead", OS_NAME, OS("<eol-date>2046-06-01</eol-date>"), 3, "<eol-date> is more than 20 years ahead"},
    {"dates", "end-later", OS_NAME, OS("<eol-date>2045-12-01</eol-date>"), 0, NULL},
    {"expressions", "unbalanced", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(A$</volume-id></iso></media>"), 4, "does not compile"},
    {"expressions", "empty", OS_NAME, OS("<media arch='all'><iso>\n<system-id>^A?</system-id></iso></media>"), 4, "matches the empty string"},
    {"expressions", "treeinfo", OS_NAME, OS("<tree arch='all'><treeinfo>\n<family>[</family></treeinfo></tree>"), 4, "does not compile"},
    {"expressions", "no-group", OS_NAME, OS("<media arch='all'><iso>\n<l10n-language regex='true'>^A</l10n-language></iso></media>"), 4, "no group"},
    {"expressions", "plain-language", OS_NAME, OS("<media arch='all'><iso>\n<l10n-language>de_DE</l10n-language></iso></media>"), 0, NULL},
    {"expressions", "effort-nested", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>(a+)+$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-nested-stars", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(?:(?:[A-Z]*)_?)*$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-alternatives", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(?:a|a)*$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-optional", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(\\w+\\s?)*$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-gaps", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>.*.*.*.*X</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-own-limit", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>(*LIMIT_MATCH=9)^A$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-ending", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(a+)+X$</volume-id></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-language", OS_NAME, OS("<media arch='all'><iso>\n<l10n-language regex='true'>^((a+)+)$</l10n-language></iso></media>"), 4, "back and forth"},
    {"expressions", "effort-ordinary", OS_NAME, OS("<media arch='all'><iso>\n<volume-id>^(?:Fedora|RHEL)-\\w+-.*(?:x86_64|aarch64)-[0-9]+(?:\\.[0-9]+)*$</volume-id></iso></media>"), 0, NULL},
    {"expressions", "identity", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>^(A</expression></identity>"), 4, "does not compile"},
    {"expressions", "identity-effort", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>^(?:a+)+$</expression></identity>"), 4, "back and forth"},
    {"folders", "cut", OS_NAME, ADDRESSES("e.org", "/v1.22/x/a-1.22.3.iso", "/alpine/v1.2/x/a-1.2.0.iso", "/alpine/v1.3/x/a-1.3.12.iso"), 3,
     "others of the series have the folder '/alpine' there"},
    {"folders", "whole", OS_NAME, ADDRESSES("e.org", "/alpine/v1.22/x", "/alpine/v1.2/x", "/alpine/v1.3/x"), 0, NULL},
    {"folders", "as-often", OS_NAME, ADDRESSES("e.org", "/v1.2/x", "/alpine/v1.2/x", "/alpine/y"), 0, NULL},
    {"folders", "other-file", OS_NAME, ADDRESSES("e.org", "/v1.2/x", "/alpine/v1.2/xy", "/alpine/v1.2/xy"), 0, NULL},
    {"folders", "other-host", OS_NAME, ADDRESSES("f.org", "/v1.2/x", "/alpine/v1.2/x", "/alpine/v1.2/x"), 0, NULL},
    {"folders", "no-path", OS_NAME, ADDRESSES("e.org", "", "/", "/x"), 0, NULL},
    {"folders", "not-an-address", OS_NAME, OS("<media arch='all'><url>:</url></media><tree arch='all'><url/></tree>"), 0, NULL},
    {"folders", "other-series", OS_NAME, HEAD "<os id='http://e.org/b/1'><media arch='all'><url>https://e.org/x</url></media></os>"
     "<os id='http://e.org/a/1'><media arch='all'><url>https://e.org/a/x</url></media><media arch='all'><url>https://e.org/a/x</url></media></os></libosinfo>", 0, NULL},
    {"identities", "scheme", OS_NAME, OS("<identity scheme='other'><product>a</product></identity>"), 3, "'other' is not a scheme"},
    {"identities", "no-scheme", OS_NAME, OS("<identity><product>a</product></identity>"), 3, "'' is not a scheme"},
    {"identities", "good", OS_NAME, OS("<identity scheme='os-release'><product>a</product><version>1.*</version><version>2</version></identity>"), 0, NULL},
    {"identities", "no-product", OS_NAME, OS("<identity scheme='os-release'><version>1</version></identity>"), 3, "has no <product>"},
    {"identities", "empty-product", OS_NAME, OS("<identity scheme='treeinfo'><product/></identity>"), 3, "has no <product>"},
    {"identities", "expression", OS_NAME, OS("<identity scheme='treeinfo'><expression evidence='a.b'>^a</expression></identity>"), 3, "alone belongs to scheme 'content'"},
    {"identities", "no-expression", OS_NAME, OS("<identity scheme='content'><version>1</version></identity>"), 3, "alone belongs to scheme 'content'"},
    {"identities", "expression-and-product", OS_NAME, OS("<identity scheme='content'><product>a</product><expression evidence='a.b'>^a</expression></identity>"), 3, "alone belongs to scheme 'content'"},
    {"identities", "good-content", OS_NAME, OS("<identity scheme='content'><expression evidence='a.b'>^a(?:b|c)-([0-9]{2})</expression></identity>"), 0, NULL},
    {"identities", "anchor", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>a</expression></identity>"), 4, "does not begin with '^'"},
    {"identities", "alternatives", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>^a|b</expression></identity>"), 4, "does not begin with '^'"},
    {"identities", "alternatives-in-groups", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>^(?:a|[|]|\\||b)</expression></identity>"), 0, NULL},
    {"identities", "groups", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b'>^(a)(b)</expression></identity>"), 4, "more than one group"},
    {"identities", "evidence", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='A'>^a</expression></identity>"), 4, "'A' is not a key of evidence"},
    {"identities", "evidence-of-nothing", OS_NAME, OS("<identity scheme='content'>\n<expression evidence='a.b+c.d+'>^a</expression></identity>"), 4, "'a.b+c.d+' is not a key of evidence"},
    {"identities", "no-evidence", OS_NAME, OS("<identity scheme='content'>\n<expression>^a</expression></identity>"), 4, "'' is not a key of evidence"},
    {"identities", "cpe", OS_NAME, OS("<identity scheme='cpe'>\n<product>fedora:44</product></identity>"), 4, "'fedora:44' is not a CPE name"},
    {"identities", "cpe-version", OS_NAME, OS("<identity scheme='cpe'><product>cpe:/o:a:b:1</product>\n<version>1</version></identity>"), 4, "part of the name"},
    {"identities", "good-cpe", OS_NAME, OS("<version>1.0</version><identity scheme='cpe' scope='later'><product>cpe:/o:a:b:{version}</product></identity>"), 0, NULL},
    {"identities", "windows-product", OS_NAME, OS("<identity scheme='windows'>\n<product>pe</product><version>1</version></identity>"), 4, "'pe' is neither client nor server"},
    {"identities", "windows-build", OS_NAME, OS("<identity scheme='windows'><product>server</product>\n<version>10.0</version></identity>"), 4, "'10.0' is not a build number"},
    {"identities", "windows-preview", OS_NAME, OS("<identity scheme='windows'><product>server</product>\n<preview>10.0</preview></identity>"), 4, "'10.0' is not a build number"},
    {"identities", "preview", OS_NAME, OS("<identity scheme='os-release'><product>x</product>\n<preview>10.*</preview></identity>"), 4, "'10.*' is not a version"},
    {"identities", "preview-is-version", OS_NAME, OS("<identity scheme='windows'><product>server</product>\n<version>10</version>\n<preview>10</preview></identity>"), 5, "duplicate version '10'"},
    {"identities", "duplicate", OS_NAME, OS("<identity scheme='windows'><product>server</product><version>1</version>\n<version>1</version></identity>"), 4, "duplicate version '1'"},
    {"identities", "placeholder", OS_NAME, OS("<identity scheme='treeinfo'><product>a</product>\n<version>{Version}</version></identity>"), 4, "'{Version}' has a placeholder"},
    {"identities", "placeholder-of-product", OS_NAME, OS("<identity scheme='treeinfo'><product>{name}</product></identity>"), 3, "'{name}' has a placeholder"},
    {"identities", "blank-version", OS_NAME, OS("<identity scheme='treeinfo'><product>a</product>\n<version>1 2</version></identity>"), 4, "is not a version"},
    {"identities", "star", OS_NAME, OS("<identity scheme='treeinfo'><product>a</product>\n<version>1*</version></identity>"), 4, "is not a version"},
    {"identities", "only-below", OS_NAME, OS("<identity scheme='treeinfo'><product>a</product>\n<version>.*</version></identity>"), 4, "is not a version"},
    {"identities", "later-without-number", OS_NAME, OS("<version>git</version>\n<identity scheme='treeinfo' scope='later'><product>a</product></identity>"), 4, "no system comes later"},
    {"identities", "later-without-version", OS_NAME, OS("<identity scheme='treeinfo' scope='later'><product>a</product></identity>"), 3, "no system comes later"},
    {"identities", "repeated", OS_NAME, HEAD
     "<os id='http://e.org/a/2'><version>2</version>\n<identity scheme='treeinfo' scope='later'><product>a</product></identity></os>"
     "<os id='http://e.org/a/1'><version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os></libosinfo>", 3, "http://e.org/a/1 says this for all later systems already"},
    {"identities", "repeated-in-one", OS_NAME, OS("<version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity>\n"
     "<identity scheme='treeinfo' scope='later'><product>a</product></identity>"), 4, "says this for all later systems already"},
    {"identities", "one-more", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os>"
     "<os id='http://e.org/a/2'><version>2</version><identity scheme='treeinfo' scope='later'><product>a</product></identity>"
     "<identity scheme='treeinfo' scope='later'><product>b</product></identity></os></libosinfo>", 0, NULL},
    {"identities", "all-again", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity>"
     "<identity scheme='treeinfo' scope='later'><product>b</product></identity></os>"
     "<os id='http://e.org/a/2'><version>2</version>\n<identity scheme='treeinfo' scope='later'><product>b</product></identity>"
     "<identity scheme='treeinfo' scope='later'><product>a</product></identity></os></libosinfo>", 3, "http://e.org/a/1 says this for all later systems already"},
    {"identities", "changed-and-back", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os>"
     "<os id='http://e.org/a/2'><version>2</version><identity scheme='treeinfo' scope='later'><product>b</product></identity></os>"
     "<os id='http://e.org/a/10'><version>10</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os></libosinfo>", 0, NULL},
    {"identities", "other-series", OS_NAME, HEAD
     "<os id='http://e.org/a/1'><version>1</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os>"
     "<os id='http://e.org/b/2'><version>2</version><identity scheme='treeinfo' scope='later'><product>a</product></identity></os></libosinfo>", 0, NULL},
    {"identities", "other-evidence", OS_NAME, OS("<version>1</version>"
     "<identity scheme='content' scope='later'><expression evidence='a.b'>^a</expression></identity>"
     "<identity scheme='content' scope='later'><expression evidence='a.c'>^a</expression></identity>"), 0, NULL},
    {"ids", "elsewhere", "os/e.org/b-1.xml", OS(""), 2, "belongs to os/e.org/a-1.xml"},
    {"ids", "kind", "platform/e.org/a-1.xml", OS(""), 2, "belongs to os/e.org/a-1.xml"},
    {"ids", "https", OS_NAME, HEAD "<os id='https://e.org/a/1'/></libosinfo>", 2, "is not http://"},
    {"ids", "missing", OS_NAME, HEAD "<os/></libosinfo>", 2, "has no id"},
    {"ids", "extension", "os/e.org/a-1.d/x.xml", OS(""), 0, NULL},
    {"ids", "extension-elsewhere", "os/e.org/a-2.d/x.xml", OS(""), 2, "belongs to os/e.org/a-1.d/"},
    {"ids", "twice", OS_NAME, HEAD "<os id='http://e.org/a/1'/>\n<os id='http://e.org/a/1'/></libosinfo>", 3, "is also defined in"},
    {"ids", "blank", "os/e.org/a-1.xml", HEAD "<os id='http://e.org/a 1'/></libosinfo>", 2, "has a blank"},
    {"ids", "quotation-mark", "os/e.org/a-1.xml", HEAD "<os id='http://e.org/a&quot;1'/></libosinfo>", 2, "another character"},
    {"labels", "too-wide", OS_NAME, TWO("^Heron 4\\.[0-9]+ (amd64|i386)$", "finch", ".*"), 5, "fits labels of http://e.org/a/1, too: 'Heron 4.1 amd64'"},
    {"labels", "not-anchored", OS_NAME, TWO("^Heron 4\\.[0-9]+ (amd64|i386)$", "finch", "amd64"), 5, "'Heron 4.1 amd64'"},
    {"labels", "an-alternative", OS_NAME, TWO("^Heron 4\\.[0-9]+ (amd64|i386)$", "finch", "^Finch|i386$"), 5, "'Heron 4.99 i386'"},
    {"labels", "letters", OS_NAME, TWO("^[A-Z]{3}_(?!X)[^_ ]+?$", "finch", "^[A-Z_0-9x]+$"), 5, "fits labels of"},
    {"labels", "escapes", OS_NAME, TWO("^\\w+\\s\\d{2,}\\.\\S$", "finch", "\\.[a-zA-Z0-9]$"), 5, "fits labels of"},
    {"labels", "a-set-with-a-bar", OS_NAME, TWO("^Heron[(|]1$", "finch", "^Hero[n(|]+[^)]$"), 5, "'Heron(1'"},
    {"labels", "other-texts", OS_NAME, TWO("^Heron$", "finch", "^Finch$"), 0, NULL},
    {"labels", "same-distribution", OS_NAME, TWO("^Heron$", "heron", "^Her"), 0, NULL},
    {"labels", "same-expression", OS_NAME, TWO("^Heron$", "finch", "^Heron$"), 0, NULL},
    {"labels", "more-texts", OS_NAME, TWO("^Heron$", "finch", "^Her</volume-id><system-id>^FINCH$</system-id><volume-id>^Her"), 0, NULL},
    {"labels", "a-size", OS_NAME, TWO("^Heron$", "finch", "^Her</volume-id><volume-size>9</volume-size><volume-id>^Her"), 0, NULL},
    {"labels", "what-is-not-made", OS_NAME, TWO("^(?i)heron(a)\\1[[:alpha:]]$", "finch", ".*"), 0, NULL},
    {"labels", "endless", OS_NAME, TWO("^((((a{900}){900}){900}){900})$", "finch", ".*"), 0, NULL},
    {"labels", "trees", OS_NAME, HEAD "<os id='http://e.org/a/1'><distro>heron</distro><tree arch='all'><treeinfo><family>^Heron$</family></treeinfo></tree></os>\n"
     "<os id='http://e.org/a/2'><distro>finch</distro><tree arch='all'><treeinfo>\n<family>[a-z]+</family></treeinfo></tree></os></libosinfo>", 4, "'Heron'"},
    {"labels", "own-many", OS_NAME, MANY("2"), 11, "fits labels of http://e.org/a/1, too"},
    {"labels", "own-to-come", OS_NAME, MANY("unknown"), 0, NULL},
    {"lifecycle", "all", OS_NAME, OS(EOL LIFECYCLE(SOURCE PHASE("standard", "2028-06-30") PAID("2035-06-30") PAID("none"))), 0, NULL},
    {"lifecycle", "one-phase", OS_NAME, OS(EOL LIFECYCLE(SOURCE)), 0, NULL},
    {"lifecycle", "open", OS_NAME, OS(LIFECYCLE(PHASE("security", "none"))), 0, NULL},
    {"lifecycle", "security-not-known", OS_NAME, OS(LIFECYCLE(SOURCE PHASE("standard", "2028-06-30"))), 0, NULL},
    {"lifecycle", "two-standard", OS_NAME, OS(EOL LIFECYCLE(SOURCE PHASE("standard", "2028-06-30") "\n" PHASE("standard", "2028-05-31"))), 4, "another phase 'standard'"},
    {"lifecycle", "standard-like-eol", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PHASE("standard", "2030-06-30"))), 4, "is left out"},
    {"lifecycle", "standard-behind", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PHASE("standard", "2030-07-01"))), 4, "standard support ends behind"},
    {"lifecycle", "security-dated", OS_NAME, OS(LIFECYCLE(SOURCE "\n" PHASE("security", "2030-06-30"))), 4, "written as <eol-date>"},
    {"lifecycle", "security-open-and-dated", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PHASE("security", "none"))), 4, "have no <eol-date>"},
    {"lifecycle", "two-security", OS_NAME, OS(LIFECYCLE(PHASE("security", "none") "\n" PHASE("security", "none"))), 4, "another phase 'security'"},
    {"lifecycle", "extended-early", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PAID("2030-06-30"))), 4, "does not end behind"},
    {"lifecycle", "extended-nameless", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PHASE("extended", "2035-06-30"))), 4, "has no name"},
    {"lifecycle", "not-a-day", OS_NAME, OS(EOL LIFECYCLE(SOURCE "\n" PHASE("standard", "2028-02-30"))), 4, "'2028-02-30' is neither a date nor 'none'"},
    {"lifecycle", "no-source", OS_NAME, OS("\n" LIFECYCLE(PHASE("standard", "2028-06-30"))), 4, "dates without a <source>"},
    {"lifecycle", "no-source-of-eol", OS_NAME, OS(EOL "\n" LIFECYCLE(PAID("none"))), 4, "dates without a <source>"},
    {"lifecycle", "says-nothing", OS_NAME, OS("\n" LIFECYCLE(SOURCE)), 4, "nothing is said"},

    {"machines", "nothing", OS_NAME, OS("<release-date>2010-01-01</release-date>"), 2, "nothing says what it starts from"},
    {"machines", "old", OS_NAME, OS("<release-date>2004-12-31</release-date>"), 0, NULL},
    {"machines", "first-day", OS_NAME, OS("<release-date>2005-01-01</release-date>"), 2, "nothing says"},
    {"machines", "no-date", OS_NAME, OS(""), 0, NULL},
    {"machines", "firmware", OS_NAME, OS("<release-date>2010-01-01</release-date>" "<firmware arch='x86_64' type='bios' supported='false' status='unknown'/>"), 0, NULL},
    {"machines", "machine", OS_NAME, OS("<release-date>2010-01-01</release-date>" "<machine><clock base='utc'/></machine>"), 0, NULL},
    {"machines", "inherited", OS_NAME, PAIR("1", "2010-01-01", "<derives-from id='http://e.org/a/2'/>", "2", "2009-01-01", "<firmware arch='x86_64' type='bios'/>"), 0, NULL},
    {"machines", "inherited-by-clone", OS_NAME, PAIR("1", "2010-01-01", "<clones id='http://e.org/a/2'/>", "2", "2009-01-01", "<machine/>"), 0, NULL},
    {"machines", "not-by-upgrade", OS_NAME, PAIR("1", "2010-01-01", "<upgrades id='http://e.org/a/2'/>", "2", "2009-01-01", "<machine/>"), 2, "nothing says"},
    {"machines", "circle", OS_NAME, PAIR("1", "2010-01-01", "<clones id='http://e.org/a/2'/>", "2", "2004-01-01", "<clones id='http://e.org/a/1'/>"), 2, "nothing says"},
    {"machines", "outside", OS_NAME, OS("<release-date>2010-01-01</release-date>" "<derives-from id='http://e.org/b/1'/>"), 0, NULL},
    {"namings", "good", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming><name>b</name></naming><naming family='linux' distro='heron' from='4' to='4' since='2020-02-02' os='http://e.org/a/*' arch='x86_64'><name>a{version.major}</name></naming>"), 0, NULL},
    {"namings", "no-name", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming/>"), 4, "either a <name> or match"},
    {"namings", "name-of-none", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming match='none'><name>a</name></naming>"), 4, "either a <name> or match"},
    {"namings", "none", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming match='none'/>"), 0, NULL},
    {"namings", "placeholder", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming><name>a{build}</name></naming>"), 4, "'a{build}' has a placeholder"},
    {"namings", "empty", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming><name/></naming>"), 4, "<name> is empty"},
    {"namings", "range", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming><name>a</name></naming><naming from='4.10' to='4.9'><name>b</name></naming>"), 4, "from '4.10' is above to '4.9'"},
    {"namings", "date", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming since='2019-02-29'><name>a</name></naming>"), 4, "'2019-02-29' is not a date"},
    {"namings", "system", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming os='http://e.org/a/1 http://e.org/a/2'><name>a</name></naming>"), 4, "'http://e.org/a/2', a os that is not defined"},
    {"namings", "series", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming os='http://e.org/a/1 http://e.org/b/*'><name>a</name></naming>"), 4, "'http://e.org/b/*', a os that is not defined"},
    {"namings", "distro", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming distro='heron wader'><name>a</name></naming>"), 4, "no system has the distro 'wader'"},
    {"namings", "family", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming family='linux winnt'><name>a</name></naming>"), 4, "no system has the family 'winnt'"},
    {"namings", "architecture", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming arch='x86_64 amd64'><name>a</name></naming>"), 4, "no system has the architecture 'amd64'"},
    {"namings", "about-nothing", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming from='5'><name>a</name></naming>"), 4, "about no system"},
    {"namings", "lacking", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming><name>{codename}</name></naming>"), 4, "about no system"},
    {"namings", "hidden", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming distro='heron' arch='x86_64'><name>a</name></naming>\n<naming arch='i686 x86_64'><name>b</name></naming>"), 4, "later ones say something else"},
    {"namings", "twice", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming distro='heron'><name>a</name></naming>\n<naming distro='heron'><name>a</name></naming>"), 4, "later ones say something else"},
    {"namings", "other-architecture", OS_NAME, TABLE("<version>4.2</version><family>linux</family><distro>heron</distro><release-date>2020-02-02</release-date>", "<naming arch='x86_64'><name>a</name></naming><naming arch='i686'><name>b</name></naming><naming><name>c</name></naming>"), 0, NULL},
    {"namings", "no-systems", OS_NAME, HEAD TABLE_OF("<naming distro='heron'><name>a</name></naming>") "</libosinfo>", 0, NULL},
    {"short-ids", "scheme", OS_NAME, HEAD TABLE_OF("") "<scheme id='http://e.org/other'>\n<short-id>s</short-id></scheme></libosinfo>", 4, "also that of http://e.org/s"},
    {"references", "relation", OS_NAME, OS("<upgrades id='http://e.org/a/0'/>"), 3, "'http://e.org/a/0', a os that is not defined"},
    {"references", "kind", OS_NAME, HEAD "<os id='http://e.org/a/1'>\n<clones id='http://e.org/p'/></os><platform id='http://e.org/p'/></libosinfo>", 3, "not defined"},
    {"references", "device", OS_NAME, OS("<devices>\n<device id='http://e.org/d'/></devices>"), 4, "not defined"},
    {"references", "listed-device", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/1af4/1000'/></devices>"), 0, NULL},
    {"references", "not-listed-device", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/1af4/1009'/></devices>"), 4, "not defined"},
    {"references", "another-vendor's", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/1af5/1000'/></devices>"), 4, "not defined"},
    {"references", "a-class", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/000c/0003'/></devices>"), 4, "not defined"},
    {"references", "a-subsystem", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/1af4/1af4'/></devices>"), 4, "not defined"},
    {"references", "upper-case", OS_NAME, OS("<devices>\n<device id='http://pcisig.com/pci/1AF4/1000'/></devices>"), 4, "not defined"},
    {"references", "no-list", OS_NAME, OS("<devices>\n<device id='http://usb.org/usb/0627/0001'/></devices>"), 0, NULL},
    {"references", "variant", OS_NAME, OS("<variant id='a'/><media arch='all'>\n<variant id='b'/></media>"), 4, "is not a variant"},
    {"references", "map", OS_NAME, OS("<media arch='all'><iso>\n<l10n-language l10n-language-map='http://e.org/m'/></iso></media>"), 4, "datamap"},
    {"references", "driver", OS_NAME, OS("<driver arch='x86_64'>\n<device id='http://e.org/d'/></driver>"), 4, "not defined"},
    {"releases", "order", OS_NAME, PAIR("5.10", "2014-11-14", "", "5.11", "2014-11-13", "<upgrades id='http://e.org/a/1'/>"), 3, "released before 'http://e.org/a/1'"},
    {"releases", "order-derived", OS_NAME, PAIR("5.10", "2014-11-14", "", "5.11", "2014-11-13", "<derives-from id='http://e.org/a/1'/>"), 3, "released before"},
    {"releases", "order-main-versions", OS_NAME, PAIR("10", "2014-11-14", "", "11", "2014-11-13", "<upgrades id='http://e.org/a/1'/>"), 3, "released before"},
    {"releases", "same-day", OS_NAME, PAIR("5.10", "2014-11-14", "", "5.11", "2014-11-14", "<upgrades id='http://e.org/a/1'/>"), 0, NULL},
    {"releases", "other-branch", OS_NAME, PAIR("4.11", "2005-01-25", "", "5.0", "2003-01-19", "<upgrades id='http://e.org/a/1'/>"), 0, NULL},
    {"releases", "other-relation", OS_NAME, PAIR("5.10", "2014-11-14", "", "5.11", "2014-11-13", "<clones id='http://e.org/a/1'/>"), 0, NULL},
    {"releases", "prerelease", OS_NAME, PAIR("1", "2025-05-01", "", "2", "2025-04-01", "<release-status>prerelease</release-status>"), 3, "is it out?"},
    {"releases", "prerelease-to-come", OS_NAME, PAIR("1", "2025-05-01", "", "2", "2025-06-01", "<release-status>prerelease</release-status>"), 0, NULL},
    {"releases", "prerelease-on-the-day", OS_NAME, PAIR("1", "2024-05-01", "", "2", "2024-12-01", "<release-status>prerelease</release-status>"), 3, "has come"},
    {"releases", "prerelease-behind-the-day", OS_NAME, PAIR("1", "2024-05-01", "", "2", "2024-12-02", "<release-status>prerelease</release-status>"), 0, NULL},
    {"releases", "prereleases-alone", OS_NAME, PAIR("1", "2025-05-01", "<release-status>prerelease</release-status>",
                                                   "2", "2025-04-01", "<release-status>prerelease</release-status>"), 0, NULL},
    {"releases", "end-copied", OS_NAME, PAIR("8.6", "2022-05-15", COPIED, "9.0", "2022-07-14", COPIED), 2, "the end of 'http://e.org/a/2', too"},
    {"releases", "end-of-unknown-age", OS_NAME, PAIR("8.6", "2012-05-15", COPIED, "9.0", "", COPIED), 2, "the end of 'http://e.org/a/2', too"},
    {"releases", "end-with-source", OS_NAME, PAIR("8.6", "2022-05-15", COPIED LIFECYCLE(SOURCE), "9.0", "2022-07-14", COPIED), 0, NULL},
    {"releases", "end-of-old-ones", OS_NAME, PAIR("8.6", "2022-02-15", COPIED, "9.0", "2022-05-01", COPIED), 0, NULL},
    {"releases", "end-of-minor-releases", OS_NAME, PAIR("8.6", "2022-05-15", COPIED, "8.7", "2022-07-14", COPIED), 0, NULL},
    {"resources", "unit", OS_NAME, OS("<resources arch='all'><minimum>\n<ram>512</ram></minimum></resources>"), 4, "512 is not a plausible <ram>"},
    {"resources", "hertz", OS_NAME, OS("<resources arch='all'><minimum>\n<cpu>400</cpu></minimum></resources>"), 4, "not a plausible <cpu>"},
    {"resources", "order", OS_NAME, OS("<resources arch='all'><minimum>\n<ram>1073741824</ram></minimum><recommended><ram>536870912</ram></recommended></resources>"), 4, "above recommended"},
    {"resources", "twice", OS_NAME, OS("<resources arch='all'/>\n<resources arch='all'/>"), 4, "duplicate resources"},
    {"scripts", "undefined", OS_NAME, HEAD "<install-script id='http://e.org/s'/><os id='http://e.org/a/1'><installer>\n<script id='http://e.org/t'/></installer></os></libosinfo>", 3, "'http://e.org/t' is not defined"},
    {"scripts", "media", OS_NAME, HEAD "<install-script id='http://e.org/s'/><os id='http://e.org/a/1'><media><installer>\n<script id='http://e.org/t'/></installer></media></os></libosinfo>", 3, "is not defined"},
    {"scripts", "none-at-all", OS_NAME, OS("<installer><script id='http://e.org/t'/></installer>"), 0, NULL},
    {"short-ids", "shared", OS_NAME, HEAD "<os id='http://e.org/a/1'><short-id>a</short-id></os>\n<os id='http://e.org/a/2'><short-id>a</short-id></os></libosinfo>", 3, "that of http://e.org/a/1"},
    {"short-ids", "letters", OS_NAME, OS("<short-id>Aé</short-id>"), 3, "not of letters"},
    {"short-ids", "two-kinds", OS_NAME, HEAD "<os id='http://e.org/a/1'><short-id>a</short-id></os>\n<platform id='http://e.org/a/2'><short-id>a</short-id></platform></libosinfo>", 0, NULL},
    {"translations", "no-original", OS_NAME, OS("<name xml:lang='de'>A</name>"), 3, "before the untranslated"},
    {"translations", "language", OS_NAME, OS("<name>A</name>\n<name xml:lang='deutsch'>B</name>"), 4, "'deutsch' is not a language"},
    {"translations", "twice", OS_NAME, OS("<name>A</name><name xml:lang='de'>B</name>\n<name xml:lang='de'>B</name>"), 4, "duplicate <name> in 'de'"},
    {"translations", "second", OS_NAME, OS("<variant id='v'><name>A</name>\n<name>B</name></variant>"), 4, "second <name>"},
    {"translations", "good", OS_NAME, OS("<name>A</name><name xml:lang='pt_BR'>B</name><name xml:lang='sr@latin'>C</name>"), 0, NULL},
    {"unknown", "derives-from-nothing", OS_NAME, SERIES("unknown", "<upgrades id='http://e.org/a/9.10'/>"), 5, "releases to come derive from the newest one"},
    {"unknown", "derives-from-an-older-one", OS_NAME, SERIES("unknown", "\n<derives-from id='http://e.org/a/9.9'/>"), 6, "'http://e.org/a/10' is newer"},
    {"unknown", "derives-from-the-newest", OS_NAME, SERIES("unknown", "<derives-from id='http://e.org/a/10'/>"), 0, NULL},
    {"unknown", "older-one-of-a-line", OS_NAME, SERIES("9-unknown", "\n<derives-from id='http://e.org/a/9.9'/>"), 6, "'http://e.org/a/9.10' is newer"},
    {"unknown", "newest-one-of-a-line", OS_NAME, SERIES("9-unknown", "<derives-from id='http://e.org/a/9.10'/>"), 0, NULL},
    {"unknown", "whole-line", OS_NAME, SERIES("10-unknown", "<derives-from id='http://e.org/a/10'/>"), 0, NULL},
    {"unknown", "first-of-a-line", OS_NAME, HEAD RELEASE("15", "15", "2018-07-16", "") RELEASE("15.1", "15.1", "2019-06-24", "")
     "<os id='http://e.org/a/15-unknown'>\n<derives-from id='http://e.org/a/15'/></os></libosinfo>", 3, "'http://e.org/a/15.1' is newer"},
    {"unknown", "greater-but-older", OS_NAME, HEAD RELEASE("42", "42.3", "2017-07-26", "") RELEASE("16", "16.0", "2025-10-01", "")
     "<os id='http://e.org/a/unknown'><derives-from id='http://e.org/a/16'/></os></libosinfo>", 0, NULL},
    {"unknown", "prerelease", OS_NAME, HEAD RELEASE("1", "1", "2025-10-01", "") "<os id='http://e.org/a/2'><version>2</version></os>"
     "<os id='http://e.org/a/unknown'>\n<derives-from id='http://e.org/a/1'/></os></libosinfo>", 3, "'http://e.org/a/2' is newer"},
    {"unknown", "no-release", OS_NAME, SERIES("unknown", "<derives-from id='http://e.org/a/devel'/>"), 0, NULL},
    {"unknown", "clone", OS_NAME, SERIES("unknown", "<clones id='http://e.org/b/unknown'/>"), 0, NULL},
    {"unknown", "other-series", OS_NAME, HEAD RELEASE("1", "1", "2025-10-01", "") "<os id='http://e.org/b/unknown'/></libosinfo>", 0, NULL},
    {"unknown", "other-word", OS_NAME, SERIES("well-unknown", ""), 0, NULL},
    {"unknown", "no-series", OS_NAME, HEAD "<os id='http://e.org/unknown'/><os id='unknown'/><os id=''/><os/></libosinfo>", 0, NULL},
    {"downloads", "good", OS_NAME, OS("<download><address>^https://e\\.org/(?&lt;point&gt;[0-9.]+)/(x)</address><index expression='({version.major}[0-9.]{2})'>{folder}</index><mirror>http://m.org/{point}/{2}</mirror><list>{folder}SUMS</list><signature form='openpgp'>{list}.asc</signature></download><signing-key form='openpgp'><fingerprint>0123456789ABCDEF0123456789ABCDEF01234567</fingerprint></signing-key>"), 0, NULL},
    {"downloads", "good-unsigned", OS_NAME, OS("<download><address>^a</address><list>{url}.sha256</list></download>"), 0, NULL},
    {"downloads", "good-file", OS_NAME, OS("<download><address>^a</address><signature form='openpgp' of='file'>{url}.asc</signature></download><signing-key form='openpgp'><fingerprint>0123456789ABCDEF0123456789ABCDEF01234567</fingerprint></signing-key>"), 0, NULL},
    {"downloads", "address", OS_NAME, OS("<download>\n<address>a</address><list>{url}.x</list></download>"), 3, "does not begin with '^'"},
    {"downloads", "address-invalid", OS_NAME, OS("<download>\n<address>^(</address><list>{url}.x</list></download>"), 3, "is invalid"},
    {"downloads", "placeholder", OS_NAME, OS("<download><address>^a</address>\n<list>{uri}.x</list></download>"), 4, "placeholder that stands for nothing"},
    {"downloads", "group", OS_NAME, OS("<download><address>^(a)</address>\n<list>https://e.org/{2}</list></download>"), 4, "placeholder that stands for nothing"},
    {"downloads", "no-point", OS_NAME, OS("<download><address>^(a)</address>\n<mirror>https://e.org/{point}</mirror><list>{url}.x</list></download>"), 4, "placeholder that stands for nothing"},
    {"downloads", "list-of-list", OS_NAME, OS("<download><address>^(a)</address>\n<list>{list}.x</list></download>"), 4, "placeholder that stands for nothing"},
    {"downloads", "open-placeholder", OS_NAME, OS("<download><address>^(a)</address>\n<list>{url</list></download>"), 4, "placeholder that stands for nothing"},
    {"downloads", "index-without-point", OS_NAME, OS("<download><address>^a</address><list>{url}.x</list>\n<index expression='(a)'>{folder}</index></download>"), 4, "no group 'point'"},
    {"downloads", "index-without-group", OS_NAME, OS("<download><address>^(?&lt;point&gt;a)</address><list>{url}.x</list>\n<index expression='a'>{folder}</index></download>"), 4, "no group for the point release"},
    {"downloads", "index-invalid", OS_NAME, OS("<download><address>^(?&lt;point&gt;a)</address><list>{url}.x</list>\n<index expression='('>{folder}</index></download>"), 4, "is invalid"},
    {"downloads", "nothing", OS_NAME, OS("<download>\n<address>^a</address></download>"), 3, "neither a list nor a signature"},
    {"downloads", "file-inside", OS_NAME, OS("<download><address>^a</address>\n<signature form='openpgp' of='file'/></download><signing-key form='openpgp'><fingerprint>0123456789ABCDEF0123456789ABCDEF01234567</fingerprint></signing-key>"), 4, "is not inside a list"},
    {"downloads", "plain", OS_NAME, OS("<download><address>^a</address>\n<list>http://e.org/SUMS</list></download>"), 4, "neither signed nor fetched by https"},
    {"downloads", "no-key", OS_NAME, OS("<download><address>^a</address><list>{url}.x</list>\n<signature form='openpgp'/></download>"), 4, "has a key for signatures of 'openpgp'"},
    {"downloads", "other-key", OS_NAME, OS("<download><address>^a</address><list>{url}.x</list>\n<signature form='signify'/></download><signing-key form='openpgp'><fingerprint>0123456789ABCDEF0123456789ABCDEF01234567</fingerprint></signing-key>"), 4, "has a key for signatures of 'signify'"},
    {"downloads", "key-form", OS_NAME, OS("\n<signing-key form='signify'><fingerprint>0123456789ABCDEF0123456789ABCDEF01234567</fingerprint></signing-key>"), 4, "is there as it is"},
    {"downloads", "key-form-openpgp", OS_NAME, OS("\n<signing-key form='openpgp'><public-key>RWQTKNnK3CZZ8Lid7/kWPO1WxjEsTeuxiXbJSSg6RDir9OJmV+t7GrOo</public-key></signing-key>"), 4, "told by its fingerprint"},
    {"downloads", "key", OS_NAME, OS("\n<signing-key form='minisign'><public-key>AWQTKNnK3CZZ8Lid7/kWPO1WxjEsTeuxiXbJSSg6RDir9OJmV+t7GrOo</public-key></signing-key>"), 4, "is not a key of signify or minisign"},
    {"urls", "nonsense", OS_NAME, OS("<media arch='all'>\n<url>dl.e.org/a</url></media>"), 4, "is not a valid address"},
    {"urls", "blank", OS_NAME, OS("<media arch='all'>\n<url>https://e.org/a b</url></media>"), 4, "blank in the address 'https://e.org/a b': it is written %20"},
    {"urls", "letter", OS_NAME, OS("<tree arch='all'>\n<url>https://e.org/&lt;a></url></tree>"), 4, "that is to be written %3C"},
    {"urls", "not-ascii", OS_NAME, OS("<image arch='all'>\n<url>https://e.org/ä</url></image>"), 4, "that is to be written %C3"},
    {"urls", "driver", OS_NAME, OS("<driver arch='all'\n location='https://e.org/a b'/>"), 4, "blank in the address"},
    {"urls", "good-letters", OS_NAME, OS("<media arch='all'><url>https://e.org:81/~a/b%20c+(1),;x?y=1&amp;z#f</url></media>"), 0, NULL},
    {"urls", "scheme", OS_NAME, OS("<media arch='all'>\n<url>file:///a</url></media>"), 4, "cannot be downloaded"},
    {"urls", "host", OS_NAME, OS("<media arch='all'>\n<url>https:///a</url></media>"), 4, "has no host"},
    {"urls", "secure", OS_NAME, OS("<media arch='all'>\n<url>http://e.org/a</url></media><tree arch='all'><url>https://e.org/b</url></tree>"), 4, "served by https"},
    {"urls", "plain", OS_NAME, OS("<media arch='all'>\n<url>http://e.org/a</url></media><tree arch='all'><url>https://f.org/b</url></tree>"), 0, NULL},
    {"values", "blank", OS_NAME, OS("<version>  </version>"), 3, "is blank"},
    {"values", "around", OS_NAME, OS("<version>1 </version>"), 3, "blanks around"},
    {"values", "deep", OS_NAME, OS("<media><iso>\n<volume-id>\nA</volume-id></iso></media>"), 4, "blanks around"},
    {"values", "empty-name", OS_NAME, OS("<name/>"), 3, "<name> is empty"},
    {"values", "empty-name-in-two-tags", OS_NAME, OS("<name></name>"), 3, "<name> is empty"},
    {"values", "empty-deep", OS_NAME, OS("<media arch='all'><iso>\n<volume-id/></iso></media>"), 4, "<volume-id> is empty"},
    {"values", "empty-container", OS_NAME, OS("<media arch='all'>\n<iso/></media>"), 4, "<iso> is empty"},
    {"values", "only-a-comment", OS_NAME, OS("<name><!-- A --></name>"), 3, "<name> is empty"},
    {"values", "empty-answer", "install-script/e.org/s.xml", HEAD "<install-script id='http://e.org/s'><needs-internet/></install-script></libosinfo>", 0, NULL},
    {"values", "empty-with-attributes", OS_NAME, OS("<firmware arch='x86_64' type='efi'/>"), 0, NULL},
    {"values", "comment-inside", OS_NAME, OS("<name>Heron<!-- or so --> 4</name>"), 3, "comment inside the value of <name>"},
    {"values", "comment-in-front-inside", OS_NAME, OS("<name><!-- or so -->Heron 4</name>"), 3, "comment inside the value of <name>"},
    {"values", "instruction-inside", OS_NAME, OS("<name>Heron<?x?> 4</name>"), 3, "comment inside the value of <name>"},
    {"values", "comment-between", OS_NAME, OS("<!-- or so -->\n<name>Heron 4</name>"), 0, NULL},
    {"values", "template", "install-script/e.org/s.xml", HEAD "<install-script id='http://e.org/s'><template> <x> y </x></template></install-script></libosinfo>", 0, NULL},
    {"variants", "twice", OS_NAME, OS("<variant id='v'/>\n<variant id='v'/>"), 4, "duplicate variant"},
    {"variants", "no-id", OS_NAME, OS("<variant/>"), 3, "without an id"},
    {"words", "family", OS_NAME, OS("<family>lunix</family>"), 3, "'lunix' is not a known <family>; did you mean 'linux'?"},
    {"words", "distro", OS_NAME, OS("<distro>debain</distro>"), 3, "'debain' is not a known <distro>; did you mean 'debian'?"},
    {"words", "other-word", OS_NAME, OS("<family>windows</family>"), 3, "did you mean 'winnt'?"},
    {"words", "not-near", OS_NAME, OS("<distro>heron</distro>"), 3, "'heron' is not a known <distro>"},
    {"words", "known", OS_NAME, OS("<family>linux</family>\n<distro>debian</distro>"), 0, NULL},
};
/* clang-format on */

/* 2026-01-01, as a Julian day. */
#define TODAY 739617
/* 2024-12-01 */
#define DAY 739221

static const char pci_list[] =
    "# a comment\n1af4  Red Hat, Inc.\n\t1000  Virtio network device\n"
    "\t\t1af4 0001  a subsystem\nC 0c  Serial bus controller\n\t03  USB\n";

static SchemaModel *schema;
static char *pci_ids;

static const LintRule *
find_rule(const char *name)
{
    for (const LintRule *rule = lint_rules; rule->name != NULL; rule++) {
        if (strcmp(rule->name, name) == 0)
            return rule;
    }
    g_assert_not_reached();
}

static void
test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(LintDatabase) database = lint_database_new(schema);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    int descriptor = g_file_open_tmp("rules-XXXXXX.xml", &path, &error);

    g_assert_no_error(error);
    g_close(descriptor, NULL);
    g_file_set_contents(path, c->text, -1, &error);
    g_assert_no_error(error);
    lint_database_add(database, path, c->name, &error);
    g_assert_no_error(error);
    g_remove(path);

    database->today = TODAY;
    database->day = DAY;
    database->pci_ids = pci_ids;
    database->usb_ids = "/no/such/list";
    lint_database_run(database, find_rule(c->rule));
    if (c->complaint == NULL) {
        g_assert_cmpuint(database->faults->len, ==, 0);
        return;
    }
    g_assert_cmpuint(database->faults->len, >, 0);

    const LintFault *fault = g_ptr_array_index(database->faults, 0);

    g_assert_cmpstr(fault->rule, ==, c->rule);
    g_assert_cmpstr(fault->path, ==, path);
    g_assert_cmpint(fault->line, ==, c->line);
    g_assert_nonnull(strstr(fault->text, c->complaint));
}

/* A chain of many: each entity is looked at once, not once for each before it. */
static void
test_long_chain(void)
{
    g_autoptr(LintDatabase) database = lint_database_new(schema);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(HEAD);
    g_autofree char *path = NULL;

    for (guint i = 0; i < 12000; i++)
        g_string_append_printf(
            text, "<os id='http://e.org/%u'><derives-from id='http://e.org/%u'/></os>\n", i,
            (i + 1) % 8000);
    g_string_append(text, "</libosinfo>\n");
    g_close(g_file_open_tmp("rules-XXXXXX.xml", &path, NULL), NULL);
    g_file_set_contents(path, text->str, -1, &error);
    g_assert_no_error(error);
    lint_database_add(database, path, OS_NAME, &error);
    g_assert_no_error(error);
    g_remove(path);
    lint_database_run(database, find_rule("cycles"));
    g_assert_cmpuint(database->faults->len, ==, 8000);
}

static void
test_not_xml(void)
{
    g_autoptr(LintDatabase) database = lint_database_new(schema);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;

    g_close(g_file_open_tmp("rules-XXXXXX.xml", &path, NULL), NULL);
    g_assert_true(lint_database_add(database, path, OS_NAME, &error));
    g_assert_no_error(error);
    g_file_set_contents(path, "<libosinfo>\n<os>\n</libosinfo>", -1, NULL);
    g_assert_false(lint_database_add(database, path, OS_NAME, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    g_assert_nonnull(strstr(error->message, ":3: "));
    g_remove(path);
}

static void
add_folder(LintDatabase *database, const char *root, const char *below)
{
    g_autofree char *path = g_build_filename(root, below, NULL);
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inner =
            *below != '\0' ? g_build_filename(below, name, NULL) : g_strdup(name);
        g_autofree char *full = g_build_filename(root, inner, NULL);
        g_autoptr(GError) error = NULL;

        if (g_file_test(full, G_FILE_TEST_IS_DIR)) {
            add_folder(database, root, inner);
        } else if (g_str_has_suffix(name, ".xml")) {
            lint_database_add(database, full, inner, &error);
            g_assert_no_error(error);
        }
    }
}

static LintDatabase *data;

static SchemaModel *
read_schema(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "schema", "osinfo.rng", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize size = 0;
    SchemaModel *model = NULL;

    g_file_get_contents(path, &text, &size, &error);
    g_assert_no_error(error);
    bytes = g_bytes_new_take(g_steal_pointer(&text), size);
    model = schema_model_new(bytes);
    g_assert_false(model->is_partial);
    return model;
}

static void
test_data(gconstpointer rule)
{
    g_ptr_array_set_size(data->faults, 0);
    lint_database_run(data, rule);
    for (guint i = 0; i < data->faults->len; i++) {
        const LintFault *fault = g_ptr_array_index(data->faults, i);

        g_test_message("%s:%ld: %s", fault->path, fault->line, fault->text);
    }
    if (data->faults->len > 0)
        g_test_fail_printf("%u faults", data->faults->len);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_autofree char *root = g_test_build_filename(G_TEST_DIST, "..", "data", NULL);

    g_close(g_file_open_tmp("rules-XXXXXX.ids", &pci_ids, NULL), NULL);
    g_file_set_contents(pci_ids, pci_list, -1, NULL);
    schema = read_schema();
    data = lint_database_new(schema);
    add_folder(data, root, "");
    g_assert_cmpuint(data->files->len, >, 1000);
    for (const LintRule *rule = lint_rules; rule->name != NULL; rule++) {
        g_autofree char *path = g_strdup_printf("/rules/data/%s", rule->name);

        g_test_add_data_func(path, rule, test_data);
    }
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/rules/%s/%s", cases[i].rule, cases[i].what);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/rules/not-xml", test_not_xml);
    g_test_add_func("/rules/cycles/long-chain", test_long_chain);

    int status = g_test_run();

    lint_database_free(data);
    schema_model_free(schema);
    g_remove(pci_ids);
    g_free(pci_ids);
    return status;
}
