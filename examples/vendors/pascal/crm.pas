{ The engine in Free Pascal and Delphi's dialect of it: libcrm, with JSON texts in UTF-8 on both sides. crm_operations.pas beside it
  has the names of the operations. Calls may come from any thread (a program with threads uses cthreads first). }
unit crm;

{$mode objfpc}{$H+}

interface

uses
  SysUtils, Math, fpjson, jsonparser;

type
  { What a call that failed says. Message is a sentence in the session's language. }
  ECrm = class(Exception)
  private
    FTold: TJSONObject;
  public
    constructor Create(const Json: UTF8String);
    destructor Destroy; override;
    { Its stable code, 'invalid'. }
    function Code: UTF8String;
    { All that it carries: number, fields, entity, id, reason ... }
    property Told: TJSONObject read FTold;
  end;

  { Hears of a committed change: a ChangeEvent as JSON. }
  TCrmHear = procedure(const Change: UTF8String) of object;

  TCrmSession = class;

  { An opened database. Free closes it; Close says why where it can't. }
  TCrmEngine = class
  private
    FHandle: QWord;
    FHeard: array of TObject;
  public
    { Opens a database file, making it where there is none. Options as of crm_open, a JSON object with "path". }
    constructor Open(const Options: UTF8String);
    { Opens a new database in memory. }
    constructor OpenInMemory(const Options: UTF8String = '{}');
    destructor Destroy; override;
    procedure Close;
    { Makes the first user of a new database, and gives the user's id. Roles as JSON, ["sales_manager"]. }
    function Bootstrap(const Login, DisplayName, Roles: UTF8String): UTF8String;
    { A session of a user whom the host has authenticated; yours to free. }
    function Session(const Login: UTF8String): TCrmSession;
    { Calls for every committed change, on the thread that made it, until what is given is given to Unlisten or the engine is closed. What
      the method raises is dropped. }
    function Listen(Hear: TCrmHear): QWord;
    procedure Unlisten(Listener: QWord);
  end;

  { The engine as one user sees it. }
  TCrmSession = class
  private
    FHandle: QWord;
  public
    destructor Destroy; override;
    { The same session with texts in another language, 'zh-Hans'; yours to free. }
    function InLanguage(const Language: UTF8String): TCrmSession;
    { The same session whose calls end behind so many milliseconds, as 'interrupted'; yours to free. }
    function WithTimeLimit(Milliseconds: LongWord): TCrmSession;
    { Calls an operation with a JSON object; gives JSON, 'null' where there is nothing. }
    function Call(const Operation: UTF8String; const Arguments: UTF8String = '{}'): UTF8String;
    { The same with values: the arguments are freed, the result is yours to free. }
    function CallJson(const Operation: UTF8String; Arguments: TJSONObject): TJSONData;
    { Ends this session's calls under way, on any thread, with 'interrupted'. }
    procedure Interrupt;
  end;

implementation

const
{$ifdef windows}
  Lib = 'crm.dll';
{$else}
  Lib = 'crm';
{$endif}

type
  TNativeHear = procedure(UserData: Pointer; Change: PAnsiChar); cdecl;
  { Kept while the library may call it. }
  THeard = class
    Listener: QWord;
    Hear: TCrmHear;
  end;

function crm_abi_version: LongWord; cdecl; external Lib;
procedure crm_string_free(Text: PAnsiChar); cdecl; external Lib;
function crm_open(Options: PAnsiChar; out Engine: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_open_in_memory(Options: PAnsiChar; out Engine: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_close(Engine: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_bootstrap(Engine: QWord; Login, Name, Roles: PAnsiChar; out Id, Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_add_change_listener(Engine: QWord; Hear: TNativeHear; UserData: Pointer; out Listener: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_remove_change_listener(Engine, Listener: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_session_open_by_login(Engine: QWord; Login: PAnsiChar; out Session: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_session_with_locale(Session: QWord; Language: PAnsiChar; out Translated: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_session_with_time_limit(Session: QWord; Limit: LongWord; out Limited: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_session_interrupt(Session: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_session_close(Session: QWord; out Error: PAnsiChar): LongInt; cdecl; external Lib;
function crm_call(Session: QWord; Operation, Arguments: PAnsiChar; out Answer, Error: PAnsiChar): LongInt; cdecl; external Lib;

{ A text of the library's, copied and given back. }
function Taken(Text: PAnsiChar): UTF8String;
begin
  Result := '';
  if Text = nil then Exit;
  SetString(Result, Text, StrLen(Text));
  crm_string_free(Text);
end;

procedure Check(Failed: LongInt; Error: PAnsiChar);
begin
  if Failed <> 0 then raise ECrm.Create(Taken(Error));
end;

{ A text that C can read; one with a NUL would be cut there. }
function Given(const Text: UTF8String): PAnsiChar;
begin
  if Pos(#0, Text) > 0 then raise EArgumentException.Create('a text must not hold a NUL');
  Result := PAnsiChar(Text);
end;

{ Pascal lets the processor raise where numbers overflow or are none; what was written in C and Rust counts on their being quiet. The mask
  is the thread's, and is set back. }
function Quiet: TFPUExceptionMask;
begin
  Result := SetExceptionMask([exInvalidOp, exDenormalized, exZeroDivide, exOverflow, exUnderflow, exPrecision]);
end;

constructor ECrm.Create(const Json: UTF8String);
begin
  FTold := GetJSON(Json) as TJSONObject;
  inherited Create(FTold.Get('text', 'libcrm failed'));
end;

destructor ECrm.Destroy;
begin
  FTold.Free;
  inherited;
end;

function ECrm.Code: UTF8String;
begin
  Result := FTold.Get('code', 'bug');
end;

constructor TCrmEngine.Open(const Options: UTF8String);
var
  Error: PAnsiChar;
begin
  if crm_abi_version <> 0 then raise Exception.Create('built for another libcrm');
  Check(crm_open(Given(Options), FHandle, Error), Error);
end;

constructor TCrmEngine.OpenInMemory(const Options: UTF8String);
var
  Error: PAnsiChar;
begin
  if crm_abi_version <> 0 then raise Exception.Create('built for another libcrm');
  Check(crm_open_in_memory(Given(Options), FHandle, Error), Error);
end;

procedure TCrmEngine.Close;
var
  Error: PAnsiChar;
  Heard: TObject;
begin
  if FHandle = 0 then Exit;
  Check(crm_close(FHandle, Error), Error);
  FHandle := 0;
  for Heard in FHeard do Heard.Free;
  FHeard := nil;
end;

destructor TCrmEngine.Destroy;
begin
  Close;
  inherited;
end;

function TCrmEngine.Bootstrap(const Login, DisplayName, Roles: UTF8String): UTF8String;
var
  Id, Error: PAnsiChar;
begin
  Check(crm_bootstrap(FHandle, Given(Login), Given(DisplayName), Given(Roles), Id, Error), Error);
  Result := Taken(Id);
end;

function TCrmEngine.Session(const Login: UTF8String): TCrmSession;
var
  Opened: QWord;
  Error: PAnsiChar;
begin
  Check(crm_session_open_by_login(FHandle, Given(Login), Opened, Error), Error);
  Result := TCrmSession.Create;
  Result.FHandle := Opened;
end;

{ An exception that left here would jump over the engine. }
procedure HeardByLibrary(UserData: Pointer; Change: PAnsiChar); cdecl;
var
  Said: UTF8String;
begin
  try
    SetString(Said, Change, StrLen(Change));
    THeard(UserData).Hear(Said);
  except
  end;
end;

function TCrmEngine.Listen(Hear: TCrmHear): QWord;
var
  Heard: THeard;
  Error: PAnsiChar;
begin
  Heard := THeard.Create;
  Heard.Hear := Hear;
  FHeard := Concat(FHeard, [Heard]);
  Check(crm_add_change_listener(FHandle, @HeardByLibrary, Heard, Heard.Listener, Error), Error);
  Result := Heard.Listener;
end;

procedure TCrmEngine.Unlisten(Listener: QWord);
var
  Error: PAnsiChar;
  I: Integer;
begin
  Check(crm_remove_change_listener(FHandle, Listener, Error), Error);
  for I := High(FHeard) downto 0 do
    if THeard(FHeard[I]).Listener = Listener then
    begin
      FHeard[I].Free;
      Delete(FHeard, I, 1);
    end;
end;

destructor TCrmSession.Destroy;
var
  Error: PAnsiChar;
begin
  { One whose engine was closed first is closed already. }
  if (FHandle <> 0) and (crm_session_close(FHandle, Error) <> 0) then Taken(Error);
  inherited;
end;

function TCrmSession.InLanguage(const Language: UTF8String): TCrmSession;
var
  Translated: QWord;
  Error: PAnsiChar;
begin
  Check(crm_session_with_locale(FHandle, Given(Language), Translated, Error), Error);
  Result := TCrmSession.Create;
  Result.FHandle := Translated;
end;

function TCrmSession.WithTimeLimit(Milliseconds: LongWord): TCrmSession;
var
  Limited: QWord;
  Error: PAnsiChar;
begin
  Check(crm_session_with_time_limit(FHandle, Milliseconds, Limited, Error), Error);
  Result := TCrmSession.Create;
  Result.FHandle := Limited;
end;

function TCrmSession.Call(const Operation, Arguments: UTF8String): UTF8String;
var
  Answer, Error: PAnsiChar;
  Failed: LongInt;
  Before: TFPUExceptionMask;
begin
  Before := Quiet;
  Failed := crm_call(FHandle, Given(Operation), Given(Arguments), Answer, Error);
  SetExceptionMask(Before);
  Check(Failed, Error);
  Result := Taken(Answer);
end;

function TCrmSession.CallJson(const Operation: UTF8String; Arguments: TJSONObject): TJSONData;
begin
  try
    Result := GetJSON(Call(Operation, Arguments.AsJSON));
  finally
    Arguments.Free;
  end;
end;

procedure TCrmSession.Interrupt;
var
  Error: PAnsiChar;
begin
  Check(crm_session_interrupt(FHandle, Error), Error);
end;

end.
