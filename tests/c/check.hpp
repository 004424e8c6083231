// What tests in C++ ask: a condition, a refusal, a piece of a text.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string>

#include "crm.hpp"

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            std::cerr << __FILE__ << ":" << __LINE__ << ": failed: " #condition "\n";             \
            std::exit(1);                                                                         \
        }                                                                                         \
    } while (0)

template <typename Call> inline crm::Error refused(Call call) {
    try {
        call();
    } catch (const crm::Error &error) {
        return error;
    }
    std::cerr << "should be refused\n";
    std::exit(1);
}

inline bool holds(const std::string &text, const std::string &piece) { return text.find(piece) != std::string::npos; }
