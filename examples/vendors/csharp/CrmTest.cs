// What could go wrong between the library and this runtime, and ten of the engine's own stories.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;
using System.Xml.Linq;
using Crm;

internal static class CrmTest
{
    private static void Check(bool holds, string what) { if (!holds) throw new Exception(what); }

    private static CrmException Refused(Action call)
    {
        try { call(); } catch (CrmException refused) { return refused; }
        throw new Exception("not refused");
    }

    private static Session SignedIn(Engine engine)
    {
        engine.Bootstrap("han", "韩梅梅", "sales_manager", "integration");
        return engine.Session("han");
    }

    private static OpportunitiesCreateArgs Opportunity(string name)
    {
        return new OpportunitiesCreateArgs
        {
            New = new NewOpportunity { CustomerName = name, Summary = "试制", Description = "…", SuccessProbability = 20 }
        };
    }

    private static void RefusalsAreExceptions()
    {
        using (var engine = new Engine(null))
        {
            var session = SignedIn(engine);
            var refused = Refused(() => session.Call<Opportunity>(Operations.OpportunitiesCreate, Opportunity(" ")));
            Check(refused.Code == "invalid" && refused.Number == 1 && refused.Fields[0].Field == "customer_name", refused.Raw);
            refused = Refused(() => session.In("zh-Hans").Call<Opportunity>(Operations.OpportunitiesCreate, Opportunity(" ")));
            Check(refused.Message.Contains("客户"), refused.Raw);
            Check(Refused(() => session.Call("opportunities.burn")).Code == "unknown_operation", "burnt");
            try { engine.Session("han\0x"); Check(false, "cut at a NUL"); } catch (ArgumentException) { }
            var made = session.Call<Opportunity>(Operations.OpportunitiesCreate, Opportunity("华东精密 😀"));
            Check(made.CustomerName == "华东精密 😀" && made.Status == OpportunityStatus.Unassigned && made.Assignee == null, made.CustomerName);
        }
    }

    private static void WhatIsClosedIsRefused()
    {
        var engine = new Engine(null);
        var session = SignedIn(engine);
        var listening = engine.Listen(change => { });
        engine.Dispose();
        engine.Dispose();
        Check(Refused(() => session.Call(Operations.UsersMe)).Code == "invalid", "a call through a closed engine");
        session.Dispose();
        session.Dispose();
        listening.Dispose();
    }

    // An exception of a listener's, closing from inside, and a delegate that nobody but the library holds.
    private static void ListenersHarmNobody()
    {
        using (var engine = new Engine(null))
        {
            var session = SignedIn(engine);
            var heard = 0;
            var inside = "";
            Listen(engine, () => heard++);
            var throws = engine.Listen(change => { throw new Exception("a listener's own"); });
            var closes = engine.Listen(change => inside = Refused(engine.Dispose).Fields[0].Code);
            for (var i = 0; i < 50; i++)
            {
                GC.Collect();
                session.Call<Opportunity>(Operations.OpportunitiesCreate, Opportunity("客户" + i));
            }
            Check(heard == 50 && inside == "inside_a_call", heard + " " + inside);
            throws.Dispose();
            throws.Dispose();
            closes.Dispose();
        }
    }

    private static void Listen(Engine engine, Action hear) { engine.Listen(change => hear()); }

    private static void FourThreads()
    {
        using (var engine = new Engine(null))
        {
            var session = SignedIn(engine);
            Exception failed = null;
            var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
            {
                try { for (var i = 0; i < 50; i++) session.Call<Opportunity>(Operations.OpportunitiesCreate, Opportunity(number + " " + i)); }
                catch (Exception e) { failed = e; }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Check(failed == null, "" + failed);
            var page = session.Call<OpportunityPage>(Operations.OpportunitiesList,
                new OpportunitiesListArgs { Page = new PageRequest { Limit = 1000 } });
            Check(page.Items.Count == 200 && page.Next == null, "" + page.Items.Count);
        }
    }

    private static void ATokenInterrupts()
    {
        using (var engine = new Engine(null))
        {
            var session = SignedIn(engine);
            var customers = Enumerable.Range(0, 10000).Select(i => new NewCustomer { Name = "客户" + i, ExternalId = "E" + i }).ToList();
            var many = Json.Write(new CustomersImportManyArgs { Customers = customers, AllowIncomplete = true });
            using (var late = new CancellationTokenSource(30))
            {
                try { session.Call(Operations.CustomersImportMany, many, late.Token); Check(false, "not interrupted"); }
                catch (OperationCanceledException) { }
            }
            Check(session.Call(Operations.CustomersList).StartsWith("{\"items\":[]"), "something of it was kept");
        }
    }

    // JSON as XML, which every runtime reads: <root type="object"><name type="string">…</name></root>.
    private static XElement Parse(string json)
    {
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(json), System.Xml.XmlDictionaryReaderQuotas.Max))
            return XElement.Load(reader);
    }

    private static string Print(XElement value)
    {
        using (var stream = new MemoryStream())
        {
            using (var writer = JsonReaderWriterFactory.CreateJsonWriter(stream, Encoding.UTF8)) value.WriteTo(writer);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    private static string Type(XElement value) { return (string)value.Attribute("type") ?? "string"; }
    private static string Name(XElement value) { return (string)value.Attribute("item") ?? value.Name.LocalName; }
    private static XElement Member(XElement value, string name) { return value.Elements().FirstOrDefault(each => Name(each) == name); }

    private static XElement Part(XElement value, string path)
    {
        foreach (var name in path.Split(new[] { '.' }, StringSplitOptions.RemoveEmptyEntries))
            value = Type(value) == "array" ? value.Elements().ElementAt(int.Parse(name)) : Member(value, name);
        return value;
    }

    private static XElement Fill(Dictionary<string, XElement> kept, XElement value)
    {
        if (Type(value) == "string" && value.Value.StartsWith("$"))
        {
            var found = kept[value.Value.Substring(1)];
            var filled = new XElement(value.Name, found.Nodes(), new XAttribute("type", Type(found)));
            if (value.Attribute("item") != null) filled.Add(value.Attribute("item"));
            return filled;
        }
        if (!value.HasElements) return value;
        return new XElement(value.Name, value.Attributes(), value.Elements().Select(each => Fill(kept, each)));
    }

    private static void Compare(XElement expected, XElement found, string place)
    {
        var type = Type(expected);
        if (type == "string" && expected.Value == "*") Check(found != null && Type(found) != "null", place + " is nothing");
        else if (type == "object") foreach (var each in expected.Elements()) Compare(each, Member(found, Name(each)), place + "." + Name(each));
        else if (type == "array")
        {
            Check(found != null && found.Elements().Count() == expected.Elements().Count(), place + ": another number of elements");
            foreach (var pair in expected.Elements().Zip(found.Elements(), Tuple.Create)) Compare(pair.Item1, pair.Item2, place + "[]");
        }
        else Check(found != null && Type(found) == type && found.Value == expected.Value, place + ": " + found);
    }

    private static void Tell(string folder, string name)
    {
        var cast = Parse(File.ReadAllText(Path.Combine(folder, "cast.json")));
        var story = Parse(File.ReadAllText(Path.Combine(folder, name + ".json")));
        Func<string, string> said = field => "\"" + field + "\": \"" + Member(cast, field).Value + "\"";
        using (var engine = new Engine("{" + said("time_zone") + ", " + said("currency") + ", " + said("now") + "}"))
        {
            var kept = new Dictionary<string, XElement>();
            var sessions = new Dictionary<string, Session>();
            Func<string, XElement, XElement> call = (operation, step) =>
                Parse(sessions[Member(step, "as").Value].Call(operation, Member(step, "with") == null ? null : Print(Root(Fill(kept, Member(step, "with"))))));
            Action<XElement, string> enter = (user, id) =>
            {
                kept[Member(user, "name").Value] = new XElement("id", new XAttribute("type", "string"), id);
                sessions[Member(user, "name").Value] = engine.Session(Member(user, "login").Value);
            };
            var first = Member(cast, "first");
            var roles = Member(first, "roles").Elements().Select(role => role.Value).ToArray();
            enter(first, engine.Bootstrap(Member(first, "login").Value, Member(first, "display_name").Value, roles));
            foreach (var user in Member(cast, "users").Elements())
            {
                var given = new XElement("new", new XAttribute("type", "object"), Member(user, "login"), Member(user, "display_name"), Member(user, "roles"));
                var args = new XElement("root", new XAttribute("type", "object"), given);
                enter(user, Member(Parse(sessions[Member(first, "name").Value].Call(Operations.UsersCreate, Print(args))), "id").Value);
            }
            var number = 0;
            foreach (var step in Member(story, "steps").Elements())
            {
                Check(Member(step, "clock") == null, "a story that sets the clock is not for this package");
                var place = name + " " + number++;
                XElement outcome, error = Member(step, "error"), expected = error ?? Member(step, "expect");
                var failed = false;
                try { outcome = call(Member(step, "call").Value, step); }
                catch (CrmException refused) { outcome = Parse(refused.Raw); failed = true; }
                Check(failed == (error != null), place + ": " + outcome);
                if (expected != null) Compare(Fill(kept, expected), outcome, place);
                if (Member(step, "save") == null) continue;
                foreach (var save in Member(step, "save").Elements()) kept[Name(save)] = Part(outcome, save.Value);
            }
        }
    }

    // What is written begins at an element called root.
    private static XElement Root(XElement value) { return new XElement("root", value.Attributes("type"), value.Nodes()); }

    private static void Main(string[] stories)
    {
        RefusalsAreExceptions();
        WhatIsClosedIsRefused();
        ListenersHarmNobody();
        FourThreads();
        ATokenInterrupts();
        Check(stories.Length >= 11, "which folder, and which stories");
        foreach (var name in stories.Skip(1)) Tell(stories[0], name);
        Console.WriteLine("5 traps, " + (stories.Length - 1) + " stories");
    }
}
