"""An embeddable CRM engine: opportunities, customers, tickets, churn and reports as a library.

    import crm

    with crm.open("erp.crm") as engine:
        admin = engine.session(engine.bootstrap("admin", "管理员", ["system_administrator"]))
        han = admin.users.create(login="han.meimei", display_name="韩梅梅", roles=["sales_manager"])
        with engine.session(han.id) as session:
            session.opportunities.create(customer_name="华东精密机械", success_probability=60,
                                         summary="数控机床 12 台", description="年底前更换旧设备")
            for opportunity in session.opportunities.iterate(status="unassigned"):
                print(opportunity.customer_name)
"""

from . import _iterate, _packs
from ._crm import *
from ._crm import __version__ as __version__
from ._files import FileStore as FileStore
from ._iterate import following as following
from ._packs import ObjectCalls as ObjectCalls
from ._packs import PackCalls as PackCalls
from ._values import Values as Values
from .errors import *

_iterate.add()
_packs.add()
