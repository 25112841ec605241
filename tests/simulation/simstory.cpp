#include "simulation/simstory.h"

#include <QRandomGenerator>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int stepsInAStory = 150;
constexpr int stepsToACheckpoint = 14;
constexpr int mostTrials = 300;

struct Weight {
    SimAct act;
    int weight;
    bool SimOptions::*only; ///< nullptr: in every story
};

constexpr std::array weights{
    Weight{SimAct::Say, 18, nullptr},
    Weight{SimAct::SayOwn, 7, nullptr},
    Weight{SimAct::SaySpecial, 3, nullptr},
    Weight{SimAct::CorrectOwn, 2, nullptr},
    Weight{SimAct::ReactOwn, 2, nullptr},
    Weight{SimAct::Pump, 8, nullptr},
    Weight{SimAct::Rest, 4, nullptr},
    Weight{SimAct::Wait, 3, nullptr},
    Weight{SimAct::Cut, 14, nullptr},
    Weight{SimAct::CutSoon, 8, nullptr},
    Weight{SimAct::ComeBack, 18, nullptr},
    Weight{SimAct::Silence, 1, nullptr},
    Weight{SimAct::RoomRestart, 3, nullptr},
    Weight{SimAct::RoomStops, 1, nullptr},
    Weight{SimAct::PlainOutage, 6, nullptr},
    Weight{SimAct::Refresh, 2, nullptr},
    Weight{SimAct::Rename, 1, nullptr},
    Weight{SimAct::Restart, 2, nullptr},
    Weight{SimAct::SignOut, 1, nullptr},
    Weight{SimAct::LoadOlder, 1, nullptr},
    Weight{SimAct::StallHistory, 3, &SimOptions::noArchive},
    Weight{SimAct::ReleaseHistory, 4, &SimOptions::noArchive},
    Weight{SimAct::Kick, 1, &SimOptions::byHand},
    Weight{SimAct::LeaveAndJoin, 3, &SimOptions::byHand},
    Weight{SimAct::Kill, 2, &SimOptions::trouble},
    Weight{SimAct::HoldPages, 3, &SimOptions::trouble},
    Weight{SimAct::ReleasePage, 5, &SimOptions::trouble},
    Weight{SimAct::HoldInfo, 2, &SimOptions::trouble},
    Weight{SimAct::ReleaseInfo, 2, &SimOptions::trouble},
    Weight{SimAct::RefusePages, 1, &SimOptions::trouble},
    Weight{SimAct::LoseOwn, 2, &SimOptions::trouble},
    Weight{SimAct::StoreFull, 1, &SimOptions::trouble},
    Weight{SimAct::TooFast, 2, &SimOptions::trouble},
    Weight{SimAct::ArchiveLate, 10, &SimOptions::late},
    Weight{SimAct::LoseEntry, 2, &SimOptions::losses},
    Weight{SimAct::Expire, 1, &SimOptions::losses},
};

SimAct drawn(QRandomGenerator &random, const SimOptions &options)
{
    int sum = 0;
    for (const Weight &weight : weights)
        sum += !weight.only || options.*weight.only ? weight.weight : 0;
    int dice = static_cast<int>(random.bounded(sum));
    for (const Weight &weight : weights) {
        dice -= !weight.only || options.*weight.only ? weight.weight : 0;
        if (dice < 0)
            return weight.act;
    }
    return SimAct::Rest;
}

} // namespace

namespace
{

const QStringList &actNames()
{
    static const QStringList names{
        u"Say"_s,         u"SayOwn"_s,      u"CorrectOwn"_s, u"ReactOwn"_s,     u"SaySpecial"_s,   u"Pump"_s,
        u"Rest"_s,        u"Wait"_s,        u"Cut"_s,        u"CutSoon"_s,      u"ComeBack"_s,     u"Silence"_s,
        u"RoomRestart"_s, u"RoomStops"_s,   u"Kick"_s,       u"LeaveAndJoin"_s, u"Refresh"_s,      u"Rename"_s,
        u"Restart"_s,     u"Kill"_s,        u"SignOut"_s,    u"HoldPages"_s,    u"ReleasePage"_s,  u"HoldInfo"_s,
        u"ReleaseInfo"_s, u"RefusePages"_s, u"LoseOwn"_s,    u"StoreFull"_s,    u"TooFast"_s,      u"LoadOlder"_s,
        u"ArchiveLate"_s, u"LoseEntry"_s,   u"Expire"_s,     u"PlainOutage"_s,  u"StallHistory"_s, u"ReleaseHistory"_s,
        u"Checkpoint"_s};
    return names;
}

} // namespace

QString nameOf(SimAct act)
{
    return actNames().at(static_cast<int>(act));
}

SimPlan planStory(quint32 seed, const SimOptions &options)
{
    QRandomGenerator random(seed);
    SimPlan plan{seed, options, {}};
    for (int i = 1; i <= stepsInAStory; ++i) {
        const SimAct act = i % stepsToACheckpoint == 0 ? SimAct::Checkpoint : drawn(random, options);
        plan.steps.append({act, random.generate()});
    }
    plan.steps.append({SimAct::Checkpoint, random.generate()});
    return plan;
}

SimPlan shrunk(SimPlan plan, const std::function<bool(const SimPlan &)> &fails)
{
    int trials = 0;
    const auto stillFails = [&](const SimPlan &smaller) { return ++trials <= mostTrials && fails(smaller); };
    // Whatever breaks shows at a checkpoint, which each story ends with.
    for (qsizetype chunk = plan.steps.size() / 2; chunk > 0; chunk /= 2) {
        for (qsizetype at = plan.steps.size() - chunk; at >= 0 && trials < mostTrials;) {
            SimPlan smaller = plan;
            smaller.steps.remove(at, std::min(chunk, smaller.steps.size() - at));
            if (stillFails(smaller))
                plan = smaller;
            at -= chunk;
        }
    }
    return plan;
}

QString describe(const SimPlan &plan)
{
    QStringList parts;
    for (const SimStep &step : plan.steps)
        parts.append(nameOf(step.act) + u':' + QString::number(step.seed));
    return parts.join(u' ');
}

QList<SimStep> stepsOf(const QString &description)
{
    QList<SimStep> steps;
    const QStringList parts = description.split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const auto act = static_cast<SimAct>(actNames().indexOf(part.section(u':', 0, 0)));
        steps.append({act, part.section(u':', 1).toUInt()});
    }
    return steps;
}

} // namespace foyer
