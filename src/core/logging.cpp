#include "core/logging.h"

namespace foyer
{

Q_LOGGING_CATEGORY(lcXmpp, "foyer.xmpp", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWire, "foyer.wire", QtWarningMsg)
Q_LOGGING_CATEGORY(lcStore, "foyer.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcService, "foyer.service", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "foyer.ui", QtInfoMsg)
Q_LOGGING_CATEGORY(lcServer, "foyer.server", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "foyer.app", QtInfoMsg)

} // namespace foyer
