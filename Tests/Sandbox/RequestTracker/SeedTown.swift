extension RequestTracker.Archive {
  /// The invented company: two dozen people and some sixty tickets, the same at each run.
  static let seed = RequestTracker.Town.inhabited.seed.archive
}

extension RequestTracker.Town {
  static let inhabited: RequestTracker.Town = {
    var town = RequestTracker.Town()
    town.addEverydayTickets()
    town.addWritings()
    town.addMails()
    town.addFieldsAndDates()
    town.addRelations()
    town.addLongTicket()
    town.addReferences()
    return town
  }()
}

extension RequestTracker {
  /// Who and what the invented tickets are about.
  struct Town {
    var seed = Seed()
    let root: User
    let anna: User
    let boris: User
    /// Has left: disabled, but still author and owner of old tickets.
    let clara: User
    let customers: [User]
    let support: Queue
    let sales: Queue
    let internet: Queue
    let fields: Fields
    let dispatcher: CustomRole
    let experts: CustomRole

    struct Fields {
      let customerNumber: CustomField
      let affectedVersions: CustomField
      let category: CustomField
      let promisedOn: CustomField
      let calledAt: CustomField
      let rootCause: CustomField
      let screenshot: CustomField
    }

    init() {
      root = seed.staff("root", "Enoch Root")
      anna = seed.staff("anna", "Anna Åkesson")
      boris = seed.staff("boris", "Борис Иванов")
      clara = seed.staff("clara", "Clara Núñez", isDisabled: true)
      _ = seed.staff("limited", "Lim Ited")
      customers = Self.customers(in: &seed)
      support = seed.queue("Support", "Help for customers")
      sales = seed.queue("Sales", "Offers and orders")
      internet = seed.queue("Интернет", "Сеть и связь")
      _ = seed.queue("Attic", "No longer used", isDisabled: true)
      fields = Self.fields(in: &seed, support: support, sales: sales)
      dispatcher = seed.role("Dispatcher", isSingle: true)
      experts = seed.role("Experts", isSingle: false)
    }

    private static func customers(in seed: inout Seed) -> [User] {
      [
        seed.customer("juergen@kunde.example.test", "Jürgen Müller"),
        seed.customer("zoe@client.example.test", "Zoë Brontë"),
        seed.customer("ivan@klient.example.test", "Иван Сидоров"),
        seed.customer("yuki@kokyaku.example.test", "山田 雪"),
        seed.customer("noor@zaboon.example.test", "نور الهدى"),
        seed.customer("dov@lakoach.example.test", "דב כהן"),
        seed.customer(
          "ana.maria.de.la.concepcion.fernandez@cliente.example.test",
          "Ana María de la Concepción Fernández y García"),
        seed.customer("noname@client.example.test", ""),
        seed.customer("o'brien@client.example.test", "Pat O'Brien \"Paddy\" <sales>"),
        seed.customer("former@client.example.test", "Former Customer", isDisabled: true),
      ]
    }

    private static func fields(in seed: inout Seed, support: Queue, sales: Queue) -> Fields {
      Fields(
        customerNumber: seed.field("Kundennummer", .freeform, in: [support, sales]),
        affectedVersions: seed.field(
          "Affected versions", .select, isMultiple: true, choices: ["1.2", "2.0-β", "3.0"], in: [support]),
        category: seed.field(
          "Category", .select, choices: ["Hardware", "Software", "Network", "Billing", "Öffentlichkeit"],
          in: [support, sales]),
        promisedOn: seed.field("Promised on", .date, in: [support]),
        calledAt: seed.field("Called at", .dateTime, in: [support]),
        rootCause: seed.field("Root cause", .text, in: [support]),
        screenshot: seed.field("Screenshot", .image, isMultiple: true, in: [support]))
    }
  }
}
