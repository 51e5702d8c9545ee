/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which image of the database a disk image is, once its system is known.
 */
#pragma once

#include "format/evidence.h"
#include "recognise/entry.h"

/**
 * image_entry_find:
 * @os: the system
 * @evidence: what is on the disk
 * @file_name: (nullable): of the image, without its folder
 * @format: in which it is written down
 *
 * The names of images are those of one system and architecture, so that of the file counts first. Otherwise
 * it is the one image whose variant, architecture and cloud-init are those that were found.
 *
 * Returns: an entry; of kind %FACT_N_KINDS: none of them, or one of several
 */
Entry image_entry_find(const Entry *os, const Evidence *evidence, const char *file_name,
                       const char *format);
