// The engine from C++17: a company in memory, an opportunity, an error, a listener.
//
//     c++ -std=c++17 quickstart.cpp $(pkg-config --cflags --libs crm) -o quickstart && ./quickstart
#include <iostream>

#include "crm.hpp"
#include "crm_operations.h"

int main() {
    try {
        crm::Engine engine = crm::Engine::open_in_memory();
        engine.on_change([](const std::string &event) { std::cout << "changed: " << event << '\n'; });
        const std::string han = engine.bootstrap("han.meimei", "韩梅梅", R"(["sales_manager"])");
        const crm::Session session = engine.session(han);

        session.call(CRM_OPPORTUNITIES_CREATE, R"({"new": {
            "customer_name": "Jade Machines", "success_probability": 60,
            "summary": "A press", "description": "Two machines for the new hall"}})");
        std::cout << session.call(CRM_OPPORTUNITIES_LIST) << '\n';

        try {
            session.call(CRM_OPPORTUNITIES_CREATE, R"({"new": {"success_probability": 101}})");
        } catch (const crm::Error &refused) {
            std::cout << "refused: " << refused.what() << '\n' << refused.text("zh-Hans") << '\n';
        }
    } catch (const crm::Error &error) {
        std::cerr << error.json() << '\n';
        return 1;
    }
    return 0;
}
