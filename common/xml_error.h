/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libxml2 hands to a handler of structured errors: const since 2.12, and a handler
 * of the other type no longer compiles there. All handlers take it under this name.
 */
#pragma once

#include <libxml/xmlerror.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *XmlErrorArgument;
#else
typedef xmlError *XmlErrorArgument;
#endif
