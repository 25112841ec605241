// Makes pictures of every view and state in one look, to be looked at one by one (tests/shots/LOOKS.md); make.py calls
// it for every look and scale.

#include "shots/camera.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QTextStream>
#include <QTranslator>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Every text in Hebrew letters, so that alignment and punctuation are as in a real translation. Places for numbers and
/// formats of dates stay what they are.
class HebrewLetters : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *comment, int) const override
    {
        const QString text = QString::fromUtf8(source);
        if (QLatin1StringView(comment).contains("in codes of"_L1)) {
            return text;
        }
        static const QRegularExpression turned(u"%L?n|[A-Za-z]"_s);
        QString hebrew;
        qsizetype end = 0;
        for (auto matches = turned.globalMatch(text); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            hebrew += QStringView(text).mid(end, match.capturedStart() - end);
            end = match.capturedEnd();
            constexpr ushort alef = 0x05D0;
            constexpr ushort letters = 27;
            hebrew +=
                match.capturedLength() > 1
                    ? match.captured()
                    : QString(QChar(static_cast<ushort>(alef + match.captured().toLower()[0].unicode() % letters)));
        }
        return hebrew + QStringView(text).mid(end);
    }
};

int fail(const QString &why)
{
    QTextStream(stderr) << why << '\n';
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Makes pictures of Foyer's views in one look. QT_SCALE_FACTOR=2 for the second scale."_s);
    parser.addHelpOption();
    const QCommandLineOption look(u"look"_s, u"light, dark or contrast"_s, u"LOOK"_s, u"light"_s);
    const QCommandLineOption points(u"points"_s, u"size of the interface font"_s, u"POINTS"_s, u"11"_s);
    const QCommandLineOption reverse(u"from-right"_s, u"from right to left, in letters that are read so"_s);
    const QCommandLineOption language(u"language"_s, u"a translation of ours, like de"_s, u"CODE"_s, u"en"_s);
    const QCommandLineOption zoom(u"zoom"_s, u"size of text in percent"_s, u"PERCENT"_s, u"100"_s);
    const QCommandLineOption only(u"only"_s, u"one scene"_s, u"SCENE"_s);
    parser.addOptions({look, points, reverse, language, zoom, only});
    parser.addPositionalArgument(u"FOLDER"_s, u"where the pictures go"_s);
    parser.process(application);

    const QHash<QString, Theme::Mode> looks{
        {u"light"_s, Theme::Mode::Light}, {u"dark"_s, Theme::Mode::Dark}, {u"contrast"_s, Theme::Mode::Contrast}};
    if (parser.positionalArguments().size() != 1 || !looks.contains(parser.value(look))) {
        parser.showHelp(2);
    }
    const QDir folder(parser.positionalArguments().constFirst());
    if (!folder.mkpath(u"."_s)) {
        return fail(folder.path() + u" cannot be made"_s);
    }
    HebrewLetters hebrew;
    if (parser.isSet(reverse)) {
        QCoreApplication::installTranslator(&hebrew);
        QLocale::setDefault(QLocale(QLocale::Hebrew));
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    }
    QTranslator own;
    QTranslator qt;
    if (!parser.isSet(reverse)) {
        const QLocale locale(parser.value(language));
        QLocale::setDefault(locale);
        if (!own.load(locale, u"foyer"_s, u"_"_s, QStringLiteral(FOYER_TRANSLATIONS))) {
            return fail(u"there is no translation "_s + parser.value(language));
        }
        // In the program's order: what is installed last is asked first.
        if (qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
            QCoreApplication::installTranslator(&qt);
        }
        QCoreApplication::installTranslator(&own);
    }
    QFont font = application.font();
    font.setPointSizeF(parser.value(points).toDouble());
    application.setFont(font);

    Theme theme(application);
    theme.setMode(looks.value(parser.value(look)));
    theme.setZoom(parser.value(zoom).toInt());
    Camera camera(theme, folder);
    bool found = false;
    for (const auto &[name, scene] : timelineScenes() + windowScenes() + dialogScenes()) {
        if (!parser.isSet(only) || parser.value(only) == name) {
            found = true;
            scene(camera);
        }
    }
    if (!found) {
        return fail(u"there is no scene "_s + parser.value(only));
    }
    QTextStream out(stdout);
    for (const QString &fault : camera.faults()) {
        out << fault << '\n';
    }
    out << camera.taken() << " pictures in " << folder.path() << ", " << camera.faults().size() << " faults\n";
    return camera.faults().isEmpty() ? 0 : 1;
}
