#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "stanza/xmlnode.h"
#include "xmpp/iqrouter.h"

#include <QFuture>

#include <functional>
#include <memory>
#include <optional>

namespace foyer::servicesearch
{

/// What a search looks for, and how it ends when there is none.
template <typename Service>
struct Wanted {
    /// The service that an answer to disco#info describes; nullopt when it is another kind.
    std::function<std::optional<Service>(const Jid &address, const stanza::XmlNode &info)> read;
    Error none;
    Error notConnected;
    std::function<bool()> isAlive; ///< whoever asks is still there, and `iqs` with it
};

/// The services a server lists (XEP-0030 section 4), in its order, to be asked one by one: at most 40, for a server
/// lists a handful.
QList<Jid> listed(const stanza::XmlNode &discoItems);
/// The question for what \a address lists, and for what it says of itself.
QFuture<IqAnswer> askItems(IqRouter &iqs, const Jid &address);
QFuture<IqAnswer> askInfo(IqRouter &iqs, const Jid &address);
/// What answers to them hold.
stanza::XmlNode itemsIn(const stanza::XmlNode &iq);
stanza::XmlNode infoIn(const stanza::XmlNode &iq);

/// Asks each service that \a server lists what it is; the first in the server's order that fits wins. Without one the
/// error of a question that got no answer, else `none`. Thread of \a iqs.
template <typename Service>
QFuture<Result<Service>> find(IqRouter &iqs, const Jid &server, const Wanted<Service> &wanted)
{
    struct Search {
        QPromise<Result<Service>> promise;
        QList<std::optional<Service>> answers;
        QList<bool> answered;
        std::optional<Error> failure;
        bool isOver = false;

        void finish(const Result<Service> &result)
        {
            isOver = true;
            promise.addResult(result);
            promise.finish();
        }
    };
    const auto search = std::make_shared<Search>();
    search->promise.start();
    QFuture<Result<Service>> future = search->promise.future();
    if (server.isEmpty()) {
        search->finish(wanted.none);
        return future;
    }
    const auto answered = [search, wanted](const Jid &address, qsizetype index, const IqAnswer &answer) {
        if (search->isOver)
            return;
        search->answered[index] = true;
        if (answer)
            search->answers[index] = wanted.read(address, infoIn(*answer));
        else
            search->failure = answer.error();
        // What stands behind the first that fits need not be waited for: a component that is away says nothing.
        for (qsizetype i = 0; i < search->answers.size(); ++i) {
            if (!search->answered.at(i))
                return;
            if (search->answers.at(i))
                return search->finish(*search->answers.at(i));
        }
        search->finish(search->failure.value_or(wanted.none));
    };
    // No context objects here: Qt 6.4 asserts when one is gone before its future ends.
    askItems(iqs, server).then([&iqs, search, wanted, answered](const IqAnswer &answer) {
        if (!wanted.isAlive())
            return search->finish(wanted.notConnected);
        if (!answer)
            return search->finish(answer.error());
        const QList<Jid> services = listed(itemsIn(*answer));
        search->answers.resize(services.size());
        search->answered.fill(false, services.size());
        if (services.isEmpty())
            return search->finish(wanted.none);
        for (qsizetype i = 0; i < services.size(); ++i) {
            askInfo(iqs, services.at(i)).then([answered, address = services.at(i), i](const IqAnswer &info) {
                answered(address, i, info);
            });
        }
    });
    return future;
}

} // namespace foyer::servicesearch
