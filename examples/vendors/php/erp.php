<?php
// A small ERP with the engine inside: orders are pushed, an opportunity goes its way, a listener hears what changes, and at the end a
// report is printed. PHP has one thread; several tills are several processes on the same file.
declare(strict_types=1);
require __DIR__ . '/Crm.php';
require __DIR__ . '/CrmOperations.php';

use Crm\{CrmException, Engine, Library, Operations};

Library::load(getenv('CRM_CDEF') ?: '/usr/local/share/crm/crm.cdef', getenv('CRM_LIBRARY') ?: 'libcrm.so.0');
array_map('unlink', glob('erp.crm*'));
$engine = Engine::open(['path' => 'erp.crm', 'currency' => 'CNY', 'time_zone' => 'Asia/Shanghai']);
$engine->bootstrap('admin', 'Administrator', ['system_administrator']);
$admin = $engine->session('admin');
$create = fn (string $login, string $name, string $role): array => $admin->call(
    Operations::USERS_CREATE,
    ['new' => ['login' => $login, 'display_name' => $name, 'roles' => [$role]]],
);
$create('han', 'Han Meimei', 'sales_manager');
$ann = $create('ann', 'Ann', 'account_manager');
$create('erp', 'ERP', 'integration');

$changes = 0;
$unlisten = $engine->listen(function (array $change) use (&$changes): void {
    $changes++;
    if ($change['operation'] !== Operations::SALES_PUSH_ORDERS) {
        echo 'changed by ', $change['operation'], "\n";
    }
});

// The products and customers that the ERP has, and its orders.
$erp = $engine->session('erp');
$erp->call(Operations::SALES_PUSH_PRODUCTS, ['products' => [['external_id' => 'P1', 'name' => 'Press', 'unit' => 'piece']]]);
$erp->call(Operations::CUSTOMERS_IMPORT_MANY, [
    'customers' => [['name' => 'Jade Machines', 'external_id' => 'C1']],
    'allow_incomplete' => true,
]);
for ($i = 0; $i < 100; $i++) {
    $erp->call(Operations::SALES_PUSH_ORDERS, ['orders' => [[
        'external_id' => "T$i", 'customer_external_id' => 'C1', 'date' => sprintf('2026-%02d-15', 1 + $i % 6), 'status' => 6,
        'lines' => [['product_external_id' => 'P1', 'quantity' => (string) (1 + $i % 3), 'unit_price' => '1250.00']],
    ]]]);
}

$manager = $engine->session('han');
$seller = $engine->session('ann');
$opportunity = $seller->call(Operations::OPPORTUNITIES_CREATE, ['new' => [
    'customer_name' => 'Amber Tools', 'success_probability' => 60, 'summary' => 'A press',
    'description' => 'Two machines for the new hall', 'contact_name' => 'Wang Fang',
]]);
// What a user may not do is refused, and says so in the user's language.
$assign = ['id' => $opportunity['id'], 'assignee' => $ann['id']];
try {
    $seller->call(Operations::OPPORTUNITIES_ASSIGN, $assign);
    throw new LogicException('Ann assigned to herself');
} catch (CrmException $refused) {
    if ($refused->kind !== 'forbidden') {
        throw $refused;
    }
    echo 'refused: ', $refused->getMessage(), "\n";
}
$manager->call(Operations::OPPORTUNITIES_ASSIGN, $assign);
$seller->call(Operations::OPPORTUNITIES_DEVELOP, ['id' => $opportunity['id']]);

// Jobs that are due, and a report.
$erp->call(Operations::JOBS_RUN_DUE);
foreach ($manager->call(Operations::REPORTS_CONTRIBUTION)['items'] as $row) {
    echo 'contribution: ', $row['customer']['name'], ' ', $row['amount']['amount'], "\n";
}
echo "$changes changes heard\n";
$unlisten();
$engine->close();
