// The engine from C++17: a company in memory, an opportunity, an error, a listener.
//
//     c++ -std=c++17 quickstart.cpp $(pkg-config --cflags --libs crm) -o quickstart && ./quickstart
#include <iostream>

#include "crm.hpp"
#include "crm_operations.h"

int main() {
    try {
        crm::Engine engine = crm::Engine::open_in_memory();
        // The first user is an administrator, and makes the others.
        const crm::Session admin = engine.session(engine.bootstrap("admin", "管理员", R"(["system_administrator"])"));
        admin.call(CRM_USERS_CREATE,
                   R"({"new": {"login": "han.meimei", "display_name": "韩梅梅", "roles": ["sales_manager"]}})");
        engine.on_change([](const std::string &event) { std::cout << "changed: " << event << '\n'; });
        const crm::Session session = engine.session_by_login("han.meimei");

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
