<?php
// What could go wrong between the library and this runtime, and ten of the engine's own stories.
declare(strict_types=1);
require __DIR__ . '/Crm.php';
require __DIR__ . '/CrmOperations.php';

use Crm\{CrmException, Engine, Library, Operations, Session};

Library::load(getenv('CRM_CDEF'), getenv('CRM_LIBRARY'));

function check(bool $holds, string $what): void
{
    if (!$holds) {
        throw new LogicException($what);
    }
}

function refused(callable $call): CrmException
{
    try {
        $call();
    } catch (CrmException $refused) {
        return $refused;
    }
    throw new LogicException('not refused');
}

function signedIn(Engine $engine): Session
{
    $engine->bootstrap('han', '韩梅梅', ['sales_manager', 'integration']);
    return $engine->session('han');
}

function opportunity(string $name): array
{
    return ['new' => ['customer_name' => $name, 'summary' => '试制', 'description' => '…', 'success_probability' => 20]];
}

$traps = [
    'refusals are exceptions' => function (): void {
        $session = signedIn($engine = Engine::open());
        $refused = refused(fn () => $session->call(Operations::OPPORTUNITIES_CREATE, opportunity(' ')));
        check($refused->kind === 'invalid' && $refused->getCode() === 1 && $refused->told['fields'][0]['field'] === 'customer_name', 'fields');
        $refused = refused(fn () => $session->in('zh-Hans')->call(Operations::OPPORTUNITIES_CREATE, opportunity(' ')));
        check(str_contains($refused->getMessage(), '客户'), $refused->getMessage());
        check(refused(fn () => $session->call('opportunities.burn'))->kind === 'unknown_operation', 'burnt');
        try {
            $engine->session("han\0x");
            check(false, 'cut at a NUL');
        } catch (ValueError) {
        }
    },
    'what is closed is refused' => function (): void {
        $session = signedIn($engine = Engine::open());
        $engine->close();
        $engine->close();
        check(refused(fn () => $session->call(Operations::USERS_ME))->kind === 'invalid', 'a call through a closed engine');
    },
    'listeners harm nobody' => function (): void {
        $session = signedIn($engine = Engine::open());
        $heard = [];
        $inside = '';
        $throws = $engine->listen(fn () => throw new LogicException("a listener's own"));
        $engine->listen(function (array $change) use (&$heard, &$inside, $engine): void {
            $heard[] = $change['operation'];
            $inside = refused($engine->close(...))->told['fields'][0]['code'];
        });
        for ($i = 0; $i < 20; $i++) {
            gc_collect_cycles();
            $session->call(Operations::OPPORTUNITIES_CREATE, opportunity("客户$i"));
        }
        check(count($heard) === 20 && $inside === 'inside_a_call', count($heard) . $inside);
        $throws();
        $throws();
        $engine->close();
    },
    'two hundred sessions of two users' => function (): void {
        $session = signedIn($engine = Engine::open());
        $session->call(Operations::USERS_CREATE, ['new' => ['login' => 'li', 'display_name' => '李', 'roles' => ['executive']]]);
        for ($i = 0; $i < 200; $i++) {
            $sessions[] = $engine->session($i % 2 ? 'han' : 'li');
        }
        foreach ($sessions as $i => $each) {
            check($each->call(Operations::USERS_ME)['login'] === ($i % 2 ? 'han' : 'li'), "session $i");
        }
    },
    'a time limit interrupts, and changes are waited for' => function (): void {
        $session = signedIn($engine = Engine::open());
        for ($i = 0; $i < 10000; $i++) {
            $customers[] = ['name' => "客户$i", 'external_id' => "E$i"];
        }
        $late = fn () => $session->withTimeLimit(30)->call(Operations::CUSTOMERS_IMPORT_MANY, ['customers' => $customers, 'allow_incomplete' => true]);
        check(refused($late)->kind === 'interrupted', 'not interrupted');
        check($session->call(Operations::CUSTOMERS_LIST)['items'] === [], 'something of it was kept');
        $last = $session->call(Operations::CHANGES_LATEST)['sequence'];
        check($session->waitChanges($last, 10) === $last && $session->waitChanges(0, 10000) === $last, 'changes');
    },
];

function fill(array $kept, mixed $value): mixed
{
    if (is_string($value) && str_starts_with($value, '$')) {
        check(array_key_exists(substr($value, 1), $kept), "$value is not kept");
        return $kept[substr($value, 1)];
    }
    if (is_object($value)) {
        return (object) array_map(fn ($item) => fill($kept, $item), get_object_vars($value));
    }
    return is_array($value) ? array_map(fn ($item) => fill($kept, $item), $value) : $value;
}

function compare(mixed $expected, mixed $found, string $place): void
{
    if ($expected === '*') {
        check($found !== null, "$place is nothing");
    } elseif (is_object($expected)) {
        foreach (get_object_vars($expected) as $name => $item) {
            compare($item, $found[$name] ?? null, "$place.$name");
        }
    } elseif (is_array($expected)) {
        check(is_array($found) && count($found) === count($expected), "$place: another number of elements");
        foreach ($expected as $i => $item) {
            compare($item, $found[$i], "$place.$i");
        }
    } else {
        check($expected === $found, "$place: " . json_encode([$expected, $found]));
    }
}

function tell(string $folder, string $name): void
{
    $cast = json_decode(file_get_contents("$folder/cast.json"));
    $story = json_decode(file_get_contents("$folder/$name.json"));
    $engine = Engine::open(['time_zone' => $cast->time_zone, 'currency' => $cast->currency, 'now' => $cast->now]);
    $kept = [$cast->first->name => $engine->bootstrap($cast->first->login, $cast->first->display_name, $cast->first->roles)];
    $sessions = [$cast->first->name => $engine->session($cast->first->login)];
    foreach ($cast->users as $user) {
        $new = ['login' => $user->login, 'display_name' => $user->display_name, 'roles' => $user->roles];
        $kept[$user->name] = $sessions[$cast->first->name]->call(Operations::USERS_CREATE, ['new' => $new])['id'];
        $sessions[$user->name] = $engine->session($user->login);
    }
    foreach ($story->steps as $i => $step) {
        check(!isset($step->clock), 'a story that sets the clock is not for this package');
        try {
            $with = get_object_vars(fill($kept, $step->with ?? new stdClass()));
            [$outcome, $failed] = [$sessions[$step->as]->call($step->call, $with), false];
        } catch (CrmException $refused) {
            [$outcome, $failed] = [$refused->told, true];
        }
        check($failed === isset($step->error), "$name $i: " . json_encode($outcome));
        if ($failed || property_exists($step, 'expect')) {
            compare(fill($kept, $failed ? $step->error : $step->expect), $outcome, "$name $i");
        }
        foreach ($step->save ?? [] as $as => $path) {
            $value = $outcome;
            foreach ($path === '' ? [] : explode('.', $path) as $part) {
                $value = $value[$part];
            }
            $kept[$as] = $value;
        }
    }
}

foreach ($traps as $name => $trap) {
    $trap();
}
$stories = preg_split('/\s+/', getenv('CRM_VENDOR_STORIES') ?: '', -1, PREG_SPLIT_NO_EMPTY);
check(count($stories) >= 10, 'CRM_VENDOR_STORIES says which stories');
foreach ($stories as $name) {
    tell(getenv('CRM_SCENARIOS'), $name);
}
echo count($traps), ' traps, ', count($stories), " stories\n";
