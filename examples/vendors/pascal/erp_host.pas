{ A small ERP with the engine inside: tills push orders from several threads, one account manager works, a listener hears what changes,
  and at the end a report is printed. Everything is real but the orders. }
program erp_host;

{$mode objfpc}{$H+}{$codepage utf8}

uses
  cthreads, cwstring, Classes, SysUtils, fpjson, crm, crm_operations;

type
  TTill = class(TThread)
    Number: Integer;
    procedure Execute; override;
  end;

  TReactions = class
    Changes: LongInt;
    procedure Hear(const Change: UTF8String);
  end;

var
  Engine: TCrmEngine;

function Created(Admin: TCrmSession; const Login, Name, Role: UTF8String): UTF8String;
var
  User: TJSONData;
begin
  User := Admin.CallJson(UsersCreate, TJSONObject.Create(['new',
    TJSONObject.Create(['login', Login, 'display_name', Name, 'roles', TJSONArray.Create([Role])])]));
  Result := (User as TJSONObject).Get('id', '');
  User.Free;
end;

procedure TReactions.Hear(const Change: UTF8String);
begin
  InterlockedIncrement(Changes);
  if Pos('"' + SalesPushOrders + '"', Change) = 0 then WriteLn('changed: ', Copy(Change, 1, 60));
end;

procedure TTill.Execute;
var
  Session: TCrmSession;
  I: Integer;
begin
  Session := Engine.Session('erp');
  for I := 0 to 24 do
    Session.CallJson(SalesPushOrders, TJSONObject.Create(['orders', TJSONArray.Create([TJSONObject.Create([
      'external_id', Format('T%d-%d', [Number, I]), 'customer_external_id', 'C1', 'date', Format('2026-0%d-15', [1 + I mod 6]),
      'status', 6, 'lines', TJSONArray.Create([TJSONObject.Create([
        'product_external_id', 'P1', 'quantity', IntToStr(1 + I mod 3), 'unit_price', '1250.00'])])])])])).Free;
  Session.Free;
end;

var
  Admin, Erp, Manager, Seller: TCrmSession;
  Ann: UTF8String;
  Reactions: TReactions;
  Tills: array[0..3] of TTill;
  Opportunity: TJSONObject;
  I: Integer;
  Assign: UTF8String;
begin
  { Texts that are in no encoding of their own are UTF-8 too, whatever the system's is. }
  SetMultiByteConversionCodePage(CP_UTF8);
  DeleteFile('erp.crm');
  Engine := TCrmEngine.Open('{"path": "erp.crm", "currency": "CNY", "time_zone": "Asia/Shanghai"}');
  Engine.Bootstrap('admin', 'Administrator', '["system_administrator"]');
  Admin := Engine.Session('admin');
  Created(Admin, 'han', 'Han Meimei', 'sales_manager');
  Ann := Created(Admin, 'ann', 'Ann', 'account_manager');
  Created(Admin, 'erp', 'ERP', 'integration');
  Reactions := TReactions.Create;
  Engine.Listen(@Reactions.Hear);

  { The products and customers that the ERP has. }
  Erp := Engine.Session('erp');
  Erp.Call(SalesPushProducts, '{"products": [{"external_id": "P1", "name": "Press", "unit": "piece"}]}');
  Erp.Call(CustomersImportMany, '{"customers": [{"name": "Jade Machines", "external_id": "C1"}], "allow_incomplete": true}');

  { An opportunity goes its way while the tills are busy. }
  for I := 0 to High(Tills) do
  begin
    Tills[I] := TTill.Create(True);
    Tills[I].Number := I;
    Tills[I].Start;
  end;
  Manager := Engine.Session('han');
  Seller := Engine.Session('ann');
  Opportunity := Seller.CallJson(OpportunitiesCreate, TJSONObject.Create(['new', TJSONObject.Create([
    'customer_name', 'Amber Tools', 'success_probability', 60, 'summary', 'A press',
    'description', 'Two machines for the new hall', 'contact_name', 'Wang Fang'])])) as TJSONObject;
  { What a user may not do is refused, and says so in the user's language. }
  Assign := Format('{"id": "%s", "assignee": "%s"}', [Opportunity.Get('id', ''), Ann]);
  try
    Seller.Call(OpportunitiesAssign, Assign);
    Halt(1);
  except
    on Refused: ECrm do
      if Refused.Code = 'forbidden' then WriteLn('refused: ', Refused.Message) else raise;
  end;
  Manager.Call(OpportunitiesAssign, Assign);
  Seller.Call(OpportunitiesDevelop, Format('{"id": "%s"}', [Opportunity.Get('id', '')]));
  for I := 0 to High(Tills) do Tills[I].WaitFor;

  { Jobs that are due, and a report. }
  Erp.Call(JobsRunDue);
  WriteLn('contribution: ', Manager.Call(ReportsContribution));
  WriteLn(Reactions.Changes, ' changes heard');
  Engine.Close;
end.
