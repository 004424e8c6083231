{ What could go wrong between the library and this runtime, and ten of the engine's own stories. }
program crm_test;

{$mode objfpc}{$H+}{$codepage utf8}

uses
  cthreads, cwstring, Classes, SysUtils, Math, fpjson, jsonparser, crm, crm_operations;

type
  TListening = class
    Engine: TCrmEngine;
    Heard: Integer;
    Inside: UTF8String;
    procedure Fail(const Change: UTF8String);
    procedure CloseFromInside(const Change: UTF8String);
  end;

  TWriter = class(TThread)
    Session: TCrmSession;
    procedure Execute; override;
  end;

procedure Check(Holds: Boolean; const What: UTF8String);
begin
  if not Holds then raise Exception.Create(What);
end;

function Opportunity(const Name: UTF8String): UTF8String;
var
  Given: TJSONObject;
begin
  Given := TJSONObject.Create(['new', TJSONObject.Create([
    'customer_name', Name, 'summary', UTF8String('试制'), 'description', UTF8String('……'), 'success_probability', 20])]);
  Result := Given.AsJSON;
  Given.Free;
end;

{ The code of the refusal; nothing where it is none. }
function Refusal(Session: TCrmSession; const Operation, Arguments: UTF8String): UTF8String;
begin
  Result := '';
  try
    Session.Call(Operation, Arguments);
  except
    on Refused: ECrm do Result := Refused.Code + ': ' + Refused.Message;
  end;
end;

function SignedIn(Engine: TCrmEngine): TCrmSession;
begin
  Engine.Bootstrap('han', '韩梅梅', '["sales_manager", "integration"]');
  Result := Engine.Session('han');
end;

procedure RefusalsAreExceptions;
var
  Engine: TCrmEngine;
  Session, Chinese: TCrmSession;
begin
  Engine := TCrmEngine.OpenInMemory;
  Session := SignedIn(Engine);
  Chinese := Session.InLanguage('zh-Hans');
  Check(Pos('invalid: ', Refusal(Session, OpportunitiesCreate, Opportunity(' '))) = 1, 'a blank name');
  Check(Pos('客户', Refusal(Chinese, OpportunitiesCreate, Opportunity(' '))) > 0, 'not Chinese');
  Check(Pos('unknown_operation: ', Refusal(Session, 'opportunities.burn', '{}')) = 1, 'burnt');
  Check(Pos('华东精密 😀', Session.Call(OpportunitiesCreate, Opportunity('华东精密 😀'))) > 0, 'another text');
  try
    Engine.Session('han'#0'x');
    Check(False, 'cut at a NUL');
  except
    on EArgumentException do;
  end;
  Engine.Close;
  Check(Pos('invalid: ', Refusal(Session, UsersMe, '{}')) = 1, 'a call through a closed engine');
  Engine.Close;
  Session.Free;
  Chinese.Free;
  Engine.Free;
end;

procedure TListening.Fail(const Change: UTF8String);
begin
  raise Exception.Create('a listener''s own');
end;

procedure TListening.CloseFromInside(const Change: UTF8String);
begin
  Inc(Heard);
  try
    Engine.Close;
  except
    on Refused: ECrm do Inside := Refused.Told.Arrays['fields'].Objects[0].Get('code', '');
  end;
end;

procedure ListenersHarmNobody;
var
  Listening: TListening;
  Session: TCrmSession;
  Fails: QWord;
  I: Integer;
begin
  Listening := TListening.Create;
  Listening.Engine := TCrmEngine.OpenInMemory;
  Session := SignedIn(Listening.Engine);
  Fails := Listening.Engine.Listen(@Listening.Fail);
  Listening.Engine.Listen(@Listening.CloseFromInside);
  for I := 1 to 20 do Session.Call(OpportunitiesCreate, Opportunity(Format('客户%d', [I])));
  Check((Listening.Heard = 20) and (Listening.Inside = 'inside_a_call'), Listening.Inside);
  Listening.Engine.Unlisten(Fails);
  Session.Free;
  Listening.Engine.Free;
  Listening.Free;
end;

procedure TWriter.Execute;
var
  I: Integer;
begin
  for I := 1 to 50 do Session.Call(OpportunitiesCreate, Opportunity('客户'));
end;

procedure FourThreads;
var
  Engine: TCrmEngine;
  Session: TCrmSession;
  Writers: array[0..3] of TWriter;
  Page: TJSONData;
  I: Integer;
begin
  Engine := TCrmEngine.OpenInMemory;
  Session := SignedIn(Engine);
  for I := 0 to 3 do
  begin
    Writers[I] := TWriter.Create(True);
    Writers[I].Session := Session;
    Writers[I].Start;
  end;
  for I := 0 to 3 do
  begin
    Writers[I].WaitFor;
    Check(Writers[I].FatalException = nil, 'a thread failed');
    Writers[I].Free;
  end;
  Page := Session.CallJson(OpportunitiesList, TJSONObject.Create(['page', TJSONObject.Create(['limit', 1000])]));
  Check((Page as TJSONObject).Arrays['items'].Count = 200, 'not all are there');
  Page.Free;
  Session.Free;
  Engine.Free;
end;

procedure ATimeLimitInterrupts;
var
  Engine: TCrmEngine;
  Session, Limited: TCrmSession;
  Many: UTF8String;
  I: Integer;
begin
  Engine := TCrmEngine.OpenInMemory;
  Session := SignedIn(Engine);
  Limited := Session.WithTimeLimit(30);
  Many := '';
  for I := 1 to 10000 do Many := Many + Format(',{"name":"客户%d","external_id":"E%d"}', [I, I]);
  Many := '{"allow_incomplete":true,"customers":[' + Copy(Many, 2, Length(Many)) + ']}';
  Check(Pos('interrupted: ', Refusal(Limited, CustomersImportMany, Many)) = 1, 'not interrupted');
  Check(Pos('{"items":[]', Session.Call(CustomersList)) = 1, 'something of it was kept');
  Limited.Free;
  Session.Free;
  Engine.Free;
end;

{ The processor's exceptions are Pascal's own again behind a call. }
procedure TheMaskIsSetBack;
var
  Engine: TCrmEngine;
  Session: TCrmSession;
  Before: TFPUExceptionMask;
begin
  Engine := TCrmEngine.OpenInMemory;
  Session := SignedIn(Engine);
  Before := GetExceptionMask;
  Session.Call(UsersMe);
  Check(Before = GetExceptionMask, 'the mask is another');
  Session.Free;
  Engine.Free;
end;

function Filled(Kept: TJSONObject; Value: TJSONData): TJSONData;
var
  I: Integer;
begin
  if (Value.JSONType = jtString) and (Copy(Value.AsString, 1, 1) = '$') then
  begin
    Result := Kept.Find(Copy(Value.AsString, 2, MaxInt));
    Check(Result <> nil, Value.AsString + ' is not kept');
    Result := Result.Clone;
  end
  else if Value.JSONType = jtArray then
  begin
    Result := TJSONArray.Create;
    for I := 0 to Value.Count - 1 do TJSONArray(Result).Add(Filled(Kept, Value.Items[I]));
  end
  else if Value.JSONType = jtObject then
  begin
    Result := TJSONObject.Create;
    for I := 0 to Value.Count - 1 do TJSONObject(Result).Add(TJSONObject(Value).Names[I], Filled(Kept, Value.Items[I]));
  end
  else
    Result := Value.Clone;
end;

procedure Compare(Expected, Found: TJSONData; const Place: UTF8String);
var
  I: Integer;
begin
  if Found = nil then raise Exception.Create(Place + ' is not there');
  if (Expected.JSONType = jtString) and (Expected.AsString = '*') then
    Check(Found.JSONType <> jtNull, Place + ' is nothing')
  else if Expected.JSONType = jtObject then
  begin
    Check(Found.JSONType = jtObject, Place + ' is no object');
    for I := 0 to Expected.Count - 1 do
      Compare(Expected.Items[I], TJSONObject(Found).Find(TJSONObject(Expected).Names[I]), Place + '.' + TJSONObject(Expected).Names[I]);
  end
  else if Expected.JSONType = jtArray then
  begin
    Check((Found.JSONType = jtArray) and (Found.Count = Expected.Count), Place + ': another number of elements');
    for I := 0 to Expected.Count - 1 do Compare(Expected.Items[I], Found.Items[I], Place + '.' + IntToStr(I));
  end
  else
    Check(Expected.AsJSON = Found.AsJSON, Place + ': ' + Found.AsJSON);
end;

function Part(Value: TJSONData; const Path: UTF8String): TJSONData;
var
  Names: TStringList;
  Name: String;
begin
  Result := Value;
  Names := TStringList.Create;
  Names.Delimiter := '.';
  Names.DelimitedText := Path;
  for Name in Names do
    if Result.JSONType = jtArray then Result := Result.Items[StrToInt(Name)]
    else Result := TJSONObject(Result).Find(Name);
  Names.Free;
end;

function ReadFile(const Path: UTF8String): TJSONObject;
var
  Stream: TFileStream;
begin
  Stream := TFileStream.Create(Path, fmOpenRead);
  Result := GetJSON(Stream) as TJSONObject;
  Stream.Free;
end;

procedure Tell(const Folder, Name: UTF8String);
var
  Cast, Story, Kept, User, Step, Made: TJSONObject;
  Options: UTF8String;
  Sessions: TStringList;
  Engine: TCrmEngine;
  Outcome, Expected, Arguments: TJSONData;
  Saved: TJSONObject;
  Lead: UTF8String;
  I, J: Integer;
  Failed: Boolean;

  procedure Enter(Who: TJSONObject; const Id: UTF8String);
  begin
    Kept.Add(Who.Get('name', ''), Id);
    Sessions.AddObject(Who.Get('name', ''), Engine.Session(Who.Get('login', '')));
  end;

begin
  Cast := ReadFile(Folder + '/cast.json');
  Story := ReadFile(Folder + '/' + Name + '.json');
  Options := Format('{"time_zone": "%s", "currency": "%s", "now": "%s"}', [Cast.Get('time_zone', ''), Cast.Get('currency', ''), Cast.Get('now', '')]);
  Engine := TCrmEngine.OpenInMemory(Options);
  Kept := TJSONObject.Create;
  Sessions := TStringList.Create;
  User := Cast.Objects['first'];
  Lead := User.Get('name', '');
  Enter(User, Engine.Bootstrap(User.Get('login', ''), User.Get('display_name', ''), User.Arrays['roles'].AsJSON));
  for I := 0 to Cast.Arrays['users'].Count - 1 do
  begin
    User := Cast.Arrays['users'].Objects[I];
    Made := TCrmSession(Sessions.Objects[Sessions.IndexOf(Lead)]).CallJson(UsersCreate, TJSONObject.Create(['new', TJSONObject.Create([
      'login', User.Get('login', ''), 'display_name', User.Get('display_name', ''), 'roles', User.Arrays['roles'].Clone])])) as TJSONObject;
    Enter(User, Made.Get('id', ''));
    Made.Free;
  end;
  for I := 0 to Story.Arrays['steps'].Count - 1 do
  begin
    Step := Story.Arrays['steps'].Objects[I];
    Check(Step.Find('clock') = nil, 'a story that sets the clock is not for this package');
    if Step.Find('with') = nil then Arguments := TJSONObject.Create else Arguments := Filled(Kept, Step.Find('with'));
    Failed := False;
    try
      Outcome := TCrmSession(Sessions.Objects[Sessions.IndexOf(Step.Get('as', ''))]).CallJson(Step.Get('call', ''), Arguments as TJSONObject);
    except
      on Refused: ECrm do
      begin
        Outcome := Refused.Told.Clone;
        Failed := True;
      end;
    end;
    Check(Failed = (Step.Find('error') <> nil), Format('%s %d: %s', [Name, I, Outcome.AsJSON]));
    if Failed then Expected := Step.Find('error') else Expected := Step.Find('expect');
    if Expected <> nil then
    begin
      Expected := Filled(Kept, Expected);
      Compare(Expected, Outcome, Format('%s %d', [Name, I]));
      Expected.Free;
    end;
    Saved := Step.Get('save', TJSONObject(nil));
    if Saved <> nil then
      for J := 0 to Saved.Count - 1 do
      begin
        Kept.Delete(Saved.Names[J]);
        Kept.Add(Saved.Names[J], Part(Outcome, Saved.Items[J].AsString).Clone);
      end;
    Outcome.Free;
  end;
  for I := 0 to Sessions.Count - 1 do Sessions.Objects[I].Free;
  Sessions.Free;
  Engine.Free;
  Kept.Free;
  Story.Free;
  Cast.Free;
end;

var
  I: Integer;
begin
  { Texts that are in no encoding of their own are UTF-8 too, whatever the system's is. }
  SetMultiByteConversionCodePage(CP_UTF8);
  RefusalsAreExceptions;
  ListenersHarmNobody;
  FourThreads;
  ATimeLimitInterrupts;
  TheMaskIsSetBack;
  Check(ParamCount >= 11, 'which folder, and which stories');
  for I := 2 to ParamCount do Tell(ParamStr(1), ParamStr(I));
  WriteLn('5 traps, ', ParamCount - 1, ' stories');
end.
