/*
 * Whether what a client has is still right.
 *
 * Shape: the value of If-None-Match against an entity tag without its quotes; weak tags compare by their text.
 * Owns: nothing.
 * Source: RFC 9110 sections 8.8.3 and 13.1.2.
 */
#ifndef BANYAN_HTTP_FRESH_H
#define BANYAN_HTTP_FRESH_H

#include "base/str.h"

CHECKED bool fresh_match(Str if_none_match, Str tag);

#endif
