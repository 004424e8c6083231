//! Names to make a company of, and what its people write.

use crate::world::Dice;

/// City and the region it lies in.
pub const CITIES: &[(&str, &str)] = &[
    ("上海", "华东"),
    ("苏州", "华东"),
    ("杭州", "华东"),
    ("宁波", "华东"),
    ("无锡", "华东"),
    ("青岛", "华东"),
    ("北京", "华北"),
    ("天津", "华北"),
    ("太原", "华北"),
    ("沈阳", "东北"),
    ("大连", "东北"),
    ("西安", "西北"),
    ("兰州", "西北"),
    ("成都", "西南"),
    ("重庆", "西南"),
    ("武汉", "华中"),
    ("长沙", "华中"),
    ("广州", "华南"),
    ("深圳", "华南"),
    ("东莞", "华南"),
];

pub const BRANDS: &[&str] = &[
    "华锐", "精工", "恒达", "鑫源", "宏图", "天工", "九鼎", "瑞丰", "金桥", "东方", "长城", "泰和", "立新", "博远",
    "启明", "三禾", "中联", "德盛", "汇川", "凯旋", "明辉", "宝石", "飞鸿", "远大", "永固", "新光", "海纳", "同济",
    "正阳", "诚信",
];

pub const TRADES: &[&str] =
    &["精密机械", "数控设备", "汽车部件", "轴承", "液压", "模具", "电气", "仪表", "自动化", "新材料", "泵业", "工具"];

pub const FORMS: &[&str] = &["有限公司", "股份有限公司", "集团", "厂"];

/// Family name or brand, with a city.
pub const ABROAD: &[(&str, &str)] = &[
    ("Meyer", "Stuttgart"),
    ("Rossi", "Torino"),
    ("Novák", "Brno"),
    ("Lindqvist", "Västerås"),
    ("Okafor", "Lagos"),
    ("Tanaka", "Nagoya"),
    ("Silva", "São Paulo"),
    ("Dubois", "Lyon"),
    ("Kowalski", "Łódź"),
    ("Hale & Sons", "Sheffield"),
    ("García", "Bilbao"),
    ("Østergaard", "Aarhus"),
    ("Nguyễn", "Hải Phòng"),
    ("Papadopoulos", "Πειραιάς"),
    ("Reddy", "Pune"),
    ("Walker", "Detroit"),
    ("Van Dijk", "Eindhoven"),
    ("Yılmaz", "Bursa"),
];

pub const TRADES_ABROAD: &[&str] =
    &["Precision", "Motion", "Tooling", "Hydraulics", "Bearings", "Automation", "Pumps", "Castings", "Drives"];

pub const FORMS_ABROAD: &[&str] = &["GmbH", "S.p.A.", "Ltd", "AB", "SARL", "Inc."];

/// Product, model, unit, price.
pub const PRODUCTS: &[(&str, &str, &str, &str)] = &[
    ("深沟球轴承", "6204-2RS", "件", "18.5"),
    ("圆锥滚子轴承", "30205", "件", "32.4"),
    ("直线导轨", "HGR20-1000", "根", "268"),
    ("滚珠丝杠", "SFU2005-800", "根", "415"),
    ("伺服电机", "ECMA-C20604", "台", "1280"),
    ("减速机", "PLF060-10", "台", "860"),
    ("气缸", "SC63x100", "件", "145"),
    ("电磁阀", "4V210-08", "件", "62"),
    ("联轴器", "GR-30x40", "件", "38.8"),
    ("同步带", "HTD-5M-15", "米", "21.25"),
    ("数控刀片", "CNMG120408", "片", "24.9"),
    ("立铣刀", "D10x75-4F", "支", "89"),
    ("液压泵", "PV2R1-17", "台", "1950"),
    ("液压油", "L-HM 46", "升", "16.8"),
    ("接近开关", "E2E-X5E1", "件", "57.3"),
    ("变频器", "VFD-M 2.2kW", "台", "1120"),
    ("触摸屏", "DOP-107BV", "台", "1430"),
    ("PLC 主机", "FX3U-32MT", "台", "1680"),
    ("密封圈", "TC 35x52x8", "件", "3.15"),
    ("不锈钢螺栓", "M8x30 A2-70", "百件", "46.5"),
];

/// What people write in a quarter, as their trade has it.
pub struct Words {
    /// The name of an organisation to win.
    pub prospect: fn(&mut Dice) -> String,
    /// Whom to talk to there.
    pub contacts: &'static [&'static str],
    /// What an opportunity comes from.
    pub sources: &'static [&'static str],
    /// What it is about, in a line and in full.
    pub needs: &'static [(&'static str, &'static str)],
    /// Steps of a development plan, with what came of them.
    pub steps: &'static [(&'static str, &'static str)],
    /// Why a development failed, and what it was lost for: an entry of the dictionary.
    pub failures: &'static [(&'static str, &'static str)],
    /// Kind, summary, request of a ticket.
    pub requests: &'static [(&'static str, &'static str, &'static str)],
    /// What was done about it.
    pub handlings: &'static [&'static str],
    /// What the customer says: not content, content.
    pub answers: [&'static str; 2],
    /// Summary, details of a visit.
    pub visits: &'static [(&'static str, &'static str)],
    /// What is tried with a quiet customer.
    pub measures: &'static [&'static str],
    /// Why a customer was lost.
    pub reasons: &'static [&'static str],
    /// Why one came back.
    pub won_back: &'static str,
    /// What the sales manager says of the quarter.
    pub comment: &'static str,
}

/// Machine parts, sold in China and abroad.
pub const MACHINE_PARTS: Words = Words {
    prospect: |dice| format!("{}{}{}", dice.pick(CITIES).0, dice.pick(BRANDS), dice.pick(TRADES)),
    contacts: &["刘经理", "陈科长", "周总", "Mr. Brown"],
    sources: &["上海工博会", "老客户介绍", "官网咨询", "Hannover Messe", "电话拜访", "行业协会"],
    needs: &[
        ("数控机床 12 台的配套", "年底前更换旧设备，需要整套导轨与丝杠，要求现场测绘。"),
        ("新产线的伺服系统", "二期厂房三月封顶，六条装配线需要伺服电机与控制器。"),
        ("年度轴承框架合同", "现供应商交期不稳，希望签一年框架、按月交货。"),
        ("Retrofit of two presses", "Hydraulics leak and the controls are obsolete; they want one supplier for both."),
        ("Spare parts contract", "Three plants buy on their own today and want one price list."),
        ("自动化改造", "人工成本上涨，先做一条示范线，成功后推广。"),
    ],
    steps: &[
        ("初次拜访，了解设备现状", "见到设备科长，拿到设备清单。"),
        ("现场测绘并出方案", "方案已提交，对方认可技术路线。"),
        ("报价与商务谈判", "价格接近，等待总经理批准。"),
    ],
    failures: &[
        ("预算取消", "预算"),
        ("选择了当地供应商", "竞争对手"),
        ("Project postponed to next year", "客户取消"),
        ("价格差距太大", "价格"),
    ],
    requests: &[
        ("投诉", "主轴异响", "上周到货的轴承装机后异响，请派人检修。"),
        ("投诉", "交货延误", "订单晚到五天，产线停工，请说明原因。"),
        ("投诉", "Wrong length delivered", "The rails are 800 mm instead of 1000 mm; please exchange."),
        ("咨询", "选型咨询", "转速 3000 转、负载 5 千克，应选哪款减速机？"),
        ("咨询", "Certificate of origin", "Customs asks for certificates of origin for the last two orders."),
        ("咨询", "保修期", "伺服电机的保修期从到货还是从安装算起？"),
        ("建议", "增加小包装", "螺栓希望有五十件的小包装。"),
        ("建议", "Order tracking", "A link to follow a delivery would save us phone calls."),
    ],
    handlings: &[
        "电话说明并发送资料",
        "上门检修，更换零件",
        "与仓库核实后补发",
        "Exchanged the parts and apologised",
        "转技术部书面答复",
    ],
    answers: ["问题依旧，客户要求再处理", "客户确认解决"],
    visits: &[
        ("季度回访", "质量满意，希望缩短交期；下季度有扩产计划。"),
        ("新品介绍", "介绍新款减速机，对方要样品两台。"),
        ("Annual review", "Volumes will rise by a tenth; they want stock on site."),
        ("催收货款", "财务答应月底前付清两笔尾款。"),
        ("高层拜访", "双方总经理会面，讨论战略合作。"),
    ],
    measures: &[
        "电话回访，了解停单原因",
        "寄送新样品和报价",
        "上门拜访，提出年度折扣",
        "Offered to hold stock for them",
        "请技术部到现场支持",
    ],
    reasons: &["转向本地竞争对手", "停产搬迁", "Moved purchasing to their group", "价格太高", "经营困难，停止采购"],
    won_back: "总经理拜访，签订新的年度协议",
    comment: "本季度销售稳定，流失客户主要因价格。",
};

/// Food, sold to shops and restaurants in many countries.
pub const FOOD: Words = Words {
    prospect: |dice| {
        let place = dice.pick(&["Lyon", "Porto", "Seattle", "Graz", "Cork", "Aarhus", "Oaxaca", "Torino", "Bergen"]);
        let kind = dice.pick(&["Bistro Group", "Deli", "Food Hall", "Hotels", "Grocers", "Wine & Cheese", "Catering"]);
        format!("{place} {kind}")
    },
    contacts: &["Mme Laurent", "Mr. Okafor", "Frau Gruber", "Sra. Duarte"],
    sources: &["Food fair", "Recommendation", "Web enquiry", "Cold call", "Trade association"],
    needs: &[
        ("Weekly cheese and dairy", "Six restaurants want one weekly delivery instead of four suppliers."),
        ("Christmas hampers", "4,000 hampers by the end of November; they decide in summer."),
        ("House brand of sauces", "Wants our condiments under its own label, three flavours to begin with."),
        ("Seafood for the season", "Opens two places on the coast in June and has no supplier yet."),
    ],
    steps: &[
        ("Send samples", "They liked four of the six."),
        ("Visit and tasting", "The chef is for us, the buyer asks about prices."),
        ("Offer and terms", "Close on price; thirty days to pay is what they want."),
    ],
    failures: &[
        ("Chose a local supplier", "竞争对手"),
        ("Budget was cut", "预算"),
        ("Too far for fresh goods", "产品不符"),
        ("Postponed to next year", "客户取消"),
    ],
    requests: &[
        ("投诉", "Arrived warm", "Two crates of cheese were not cooled; please replace them."),
        ("投诉", "Short delivery", "Ten cases on the note, eight on the pallet."),
        ("投诉", "Late again", "The third Friday in a row without our order by noon."),
        ("咨询", "Allergens", "Please send the allergen sheets of all sauces."),
        ("咨询", "Minimum order", "What is the smallest order with free freight?"),
        ("建议", "Smaller boxes", "48 jars are too many for us; boxes of 24 would sell."),
        ("建议", "Saturday delivery", "We would pay for a delivery on Saturday mornings."),
    ],
    handlings: &[
        "Explained on the phone",
        "Replaced the goods",
        "Credited the difference",
        "Changed the carrier's route",
    ],
    answers: ["Not solved; the customer wants it looked at again", "The customer is content"],
    visits: &[
        ("Quarterly visit", "Content with quality; asks for earlier delivery on Fridays."),
        ("New products", "Presented the spring range; three items go on trial."),
        ("Annual review", "Volumes will rise by a tenth; they ask for a bonus."),
        ("Overdue invoices", "Two invoices will be paid by the end of the month."),
    ],
    measures: &[
        "Called and asked why",
        "Sent samples and a new price list",
        "Visited, offered a yearly bonus",
        "Offered to deliver on Saturdays",
    ],
    reasons: &["Went to a local wholesaler", "Closed the shop", "Purchasing moved to the group", "Our prices"],
    won_back: "Visited by the head of sales; a new agreement for a year",
    comment: "No orders came in with the books; what was lost was lost on price and delivery.",
};
