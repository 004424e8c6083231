/* What tests with threads share; before every other header. */
#ifndef CRM_POSIX_H
#define CRM_POSIX_H

#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "test.h"

MAYBE_UNUSED static void pause_ms(long ms) {
    struct timespec time;
    time.tv_sec = 0;
    time.tv_nsec = ms * 1000000;
    nanosleep(&time, NULL);
}

#endif
