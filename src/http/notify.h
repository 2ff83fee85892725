/*
 * Word to the service manager: ready, stopping.
 *
 * Shape: one datagram to the socket that $NOTIFY_SOCKET names, a path or an abstract name behind '@'; nothing where it is
 *        not set or cannot be reached.
 * Source: sd_notify(3), "Notes": the protocol is stable and meant to be written by hand.
 */
#ifndef BANYAN_HTTP_NOTIFY_H
#define BANYAN_HTTP_NOTIFY_H

#include "base/str.h"

/* Whether it was sent. `name` may be NULL. */
bool notify_send(const char *name, Str message);

#endif
