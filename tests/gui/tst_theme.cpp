#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/plaintooltip.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFontInfo>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace foyer;

Q_DECLARE_METATYPE(foyer::Theme::Mode)
Q_DECLARE_METATYPE(foyer::Tokens)

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textAndIconsStandOut_data();
    void textAndIconsStandOut();
    void avatarsStandOutInBothThemes();
    void avatarLettersAreWholeGraphemes_data();
    void avatarLettersAreWholeGraphemes();
    void colourFollowsXep0392();
    void everyIconIsThereAndTinted();
    void theSheetKnowsItsColours();
    void changingTheModeChangesThePalette();
    void aDarkPaletteCountsUntilTheDesktopSaysMore();
    void placeholdersAreReadable();
    void inHighContrastPlaceholdersAndProblemsAreToldApart();
    void iconsThatCannotBeUsedAreFainter();
    void hintsAreNeverTiny();
    void contrastIsMadeOfTheDesktopsPalette();
    void contrastIsAsDarkAsTheDesktopWants();
    void nothingMovesWhereThatIsNotWanted();
    void buttonsOfDialogsHaveNoForeignIcons();
    void everyStateIsSeenInEveryLook_data();
    void everyStateIsSeenInEveryLook();
    void labelsAndNumbersBeginWhereOneBeginsToRead();
    void labelsHaveRoomForWhatReachesBeyondALetter();
    void wrappedLabelsGiveTheirLinesRoom();
    void checkBoxesGrowWithTheirText();
    void iconsAndRowsGrowWithTheText_data();
    void iconsAndRowsGrowWithTheText();
    void toolTipsAreWhole();
    void wrappedLabelsTakeNoDirectionFromNamesKeptApart();
    void controlsOfDialogsAreOfOneHeight_data();
    void controlsOfDialogsAreOfOneHeight();
    void arrowsTurnRoundWithTheLayout();
};

void TestTheme::textAndIconsStandOut_data()
{
    QTest::addColumn<Tokens>("tokens");
    QTest::newRow("light") << Tokens::light();
    QTest::newRow("dark") << Tokens::darkLook();
    QTest::newRow("contrast") << Tokens::contrast(QPalette(Qt::white));
    QPalette desktop;
    desktop.setColor(QPalette::Base, Qt::black);
    desktop.setColor(QPalette::Text, Qt::yellow);
    desktop.setColor(QPalette::Highlight, Qt::darkBlue);
    QTest::newRow("contrast, dark desktop") << Tokens::contrast(desktop);
}

void TestTheme::textAndIconsStandOut()
{
    QFETCH(Tokens, tokens);
    constexpr double text = 4.5;
    constexpr double icon = 3.0;
    const auto check = [](const char *what, const QColor &one, const QColor &ground, double least) {
        const double ratio = contrastRatio(one, ground);
        qInfo().noquote() << what << "on" << ground.name() << QString::number(ratio, 'f', 2);
        QVERIFY2(ratio >= least, qPrintable(u"%1 has %2:1"_s.arg(QLatin1StringView(what)).arg(ratio)));
    };
    for (const QColor &ground : {tokens.background, tokens.panel, tokens.hover, tokens.accentSoft}) {
        check("text", tokens.text, ground, text);
        check("quiet text", tokens.quietText, ground, text);
    }
    for (const QColor &ground : {tokens.background, tokens.panel, tokens.accentSoft}) {
        check("accent", tokens.accent, ground, text);
    }
    check("accent on hover", tokens.accent, tokens.hover, text);
    check("text on accent", tokens.onAccent, tokens.accent, text);
    check("outline of what has the cursor", tokens.accent, tokens.panel, icon);
    check("destructive button", tokens.bad.ground, tokens.bad.text, text);
    for (const Tokens::Pair &pair : {tokens.waiting, tokens.good, tokens.bad}) {
        check("a coloured text on its ground", pair.text, pair.ground, text);
        check("a coloured text on the page", pair.text, tokens.background, text);
        check("a coloured text on a panel", pair.text, tokens.panel, text);
    }
    if (tokens.line != tokens.text) {
        check("text on a quiet badge", tokens.text, tokens.line, text);
    }
    check("what cannot be used", tokens.disabledText, tokens.background, text);
    check("icon", tokens.quietText, tokens.background, icon);
    check("icon in a field or a row", tokens.quietText, tokens.hover, icon);
    check("sign of a room that failed", tokens.bad.text, tokens.bad.ground, icon);
    check("warning icon", tokens.waiting.text, tokens.waiting.ground, icon);
}

void TestTheme::avatarsStandOutInBothThemes()
{
    for (int i = 0; i < 500; ++i) {
        const QColor colour = avatar::colourOf(QString::number(i));
        QVERIFY(contrastRatio(Qt::white, colour) >= 4.5);
        QVERIFY(contrastRatio(Tokens::darkLook().background, colour) >= 3.0);
        QVERIFY(contrastRatio(Tokens::light().background, colour) >= 3.0);
    }
    QVERIFY(contrastRatio(Qt::white, avatar::idleColour()) >= 4.5);
}

void TestTheme::avatarLettersAreWholeGraphemes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("letters");
    QTest::newRow("one word") << u"bob"_s << u"BO"_s;
    QTest::newRow("two words") << u"Launch room"_s << u"LR"_s;
    QTest::newRow("three words") << u"Ops on call"_s << u"OP"_s;
    QTest::newRow("sign between") << u"QA & bugs"_s << u"QA"_s;
    QTest::newRow("chinese") << u"中文聊天室"_s << u"中"_s;
    QTest::newRow("japanese") << u"ひろ"_s << u"ひ"_s;
    QTest::newRow("hebrew") << u"חדר עברית"_s << u"חע"_s;
    QTest::newRow("accents") << QString(u"e"_s + QChar(0x0301) + u"ric"_s) << QString(u"E"_s + QChar(0x0301) + u"R"_s);
    QTest::newRow("emoji") << u"👩‍👩‍👧 family"_s << u"👩‍👩‍👧"_s;
    QTest::newRow("single") << u"x"_s << u"X"_s;
    QTest::newRow("empty") << QString() << u"?"_s;
    QTest::newRow("controls only") << QString(QChar(0x202E)) << u"?"_s;
    QTest::newRow("hidden") << QString(QString(QChar(0x202E)) + u"bob"_s) << u"BO"_s;
}

void TestTheme::avatarLettersAreWholeGraphemes()
{
    QFETCH(QString, name);
    QFETCH(QString, letters);
    QCOMPARE(avatar::letters(name), letters);
}

void TestTheme::colourFollowsXep0392()
{
    // The specification's own examples give 327.25 degrees for "Romeo" and 209.41 for "juliet@capulet.lit"; in HSLuv
    // the first is a pink, the second a blue.
    const QColor romeo = avatar::colourOf(u"Romeo"_s);
    QVERIFY(romeo.red() > romeo.green() && romeo.blue() > romeo.green());
    const QColor juliet = avatar::colourOf(u"juliet@capulet.lit"_s);
    QVERIFY(juliet.blue() > juliet.red() && juliet.green() > juliet.red());
    QCOMPARE(avatar::colourOf(u"Romeo"_s), romeo);
}

void TestTheme::everyIconIsThereAndTinted()
{
    const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    QVERIFY(files.size() >= 20);
    for (const QString &file : files) {
        const QString name = file.chopped(4);
        const QImage image = Icons::pixmap(name, Qt::red, 20, 2).toImage();
        QCOMPARE(image.size(), QSize(40, 40));
        int painted = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() > 128) {
                    ++painted;
                    QVERIFY2(pixel.red() > 250 && pixel.green() < 5 && pixel.blue() < 5, qPrintable(name));
                }
            }
        }
        QVERIFY2(painted > 20, qPrintable(name));
    }
    QVERIFY(Icons::pixmap(u"no such icon"_s, Qt::red, 20, 1).isNull());
    // Where there is no room for one, nothing is painted, and nobody told.
    QTest::failOnWarning(QRegularExpression(u"QPainter"_s));
    QVERIFY(Icons::pixmap(u"reply"_s, Qt::red, 0, 1).isNull());
    QVERIFY(Icons::icon(u"reply"_s, Qt::red).pixmap(QSize(0, 20), 1).isNull());
}

void TestTheme::theSheetKnowsItsColours()
{
    const Theme theme(*qApp);
    QVERIFY(!qApp->styleSheet().isEmpty());
    QVERIFY(!qApp->styleSheet().contains(u'@'));
    QFile sheet(u":/style/foyer.qss"_s);
    QVERIFY(sheet.open(QIODevice::ReadOnly));
    QFile contrast(u":/style/contrast.qss"_s);
    QVERIFY(contrast.open(QIODevice::ReadOnly));
    static const QRegularExpression literal(u"#[0-9a-fA-F]{6}"_s);
    QVERIFY(!QString::fromUtf8(sheet.readAll()).contains(literal));
    QVERIFY(!QString::fromUtf8(contrast.readAll()).contains(literal));
}

void TestTheme::changingTheModeChangesThePalette()
{
    Theme theme(*qApp);
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(qApp->palette().color(QPalette::Window), Tokens::darkLook().background);
    QVERIFY(theme.isDark());
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(qApp->palette().color(QPalette::Window), Tokens::light().background);
    theme.setMode(Theme::Mode::System);
    theme.setDesktopPrefersDark(true);
    QVERIFY(theme.isDark());
    theme.setDesktopPrefersDark(false);
    QVERIFY(!theme.isDark());
    QCOMPARE(changed.size(), 5);
}

void TestTheme::aDarkPaletteCountsUntilTheDesktopSaysMore()
{
    const QPalette before = qApp->palette();
    QPalette desktop;
    desktop.setColor(QPalette::Window, Qt::black);
    desktop.setColor(QPalette::WindowText, Qt::white);
    qApp->setPalette(desktop);
    Theme theme(*qApp);
    QVERIFY(theme.isDark());
    // Without a portal, and before it has answered, there is no preference.
    theme.setDesktopPrefersDark(std::nullopt);
    QVERIFY(theme.isDark());
    theme.setDesktopPrefersDark(false);
    QVERIFY(!theme.isDark());
    theme.setDesktopPrefersDark(std::nullopt);
    QVERIFY(theme.isDark());
    qApp->setPalette(before);
}

void TestTheme::placeholdersAreReadable()
{
    Theme theme(*qApp);
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        theme.setMode(mode);
        QLineEdit field;
        field.show();
        const QColor colour = field.palette().color(QPalette::PlaceholderText);
        QCOMPARE(colour.alpha(), 255);
        QVERIFY(contrastRatio(colour, theme.tokens().background) >= 4.5);
    }
}

void TestTheme::inHighContrastPlaceholdersAndProblemsAreToldApart()
{
    Theme theme(*qApp);
    QCOMPARE(theme.problemFont(), theme.hintFont());
    theme.setMode(Theme::Mode::Contrast);
    QVERIFY(theme.problemFont().weight() > theme.hintFont().weight());
    const QColor prompt = qApp->palette().color(QPalette::PlaceholderText);
    QVERIFY(contrastRatio(prompt, theme.tokens().background) >= 4.5);
    QVERIFY(prompt != theme.tokens().text);
}

void TestTheme::iconsThatCannotBeUsedAreFainter()
{
    Theme theme(*qApp);
    const auto strongest = [&theme](QIcon::Mode mode) {
        const QImage image =
            Icons::icon(u"attach"_s, theme.tokens().quietText).pixmap(QSize(20, 20), 1, mode).toImage();
        int alpha = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                alpha = std::max(alpha, image.pixelColor(x, y).alpha());
            }
        }
        return alpha;
    };
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark, Theme::Mode::Contrast}) {
        theme.setMode(mode);
        QVERIFY(strongest(QIcon::Normal) > 200);
        QVERIFY(strongest(QIcon::Disabled) < 140);
    }
}

void TestTheme::hintsAreNeverTiny()
{
    const Theme theme(*qApp);
    QVERIFY(QFontInfo(theme.hintFont()).pixelSize() >= 11);
    QVERIFY(QFontInfo(theme.sectionFont()).pixelSize() >= 11);
}

void TestTheme::contrastIsMadeOfTheDesktopsPalette()
{
    const QPalette before = qApp->palette();
    QPalette desktop;
    desktop.setColor(QPalette::Base, Qt::black);
    desktop.setColor(QPalette::Text, Qt::yellow);
    qApp->setPalette(desktop);
    Theme theme(*qApp);
    theme.setDesktopWantsContrast(true);
    QCOMPARE(theme.tokens().background, QColor(Qt::black));
    QCOMPARE(theme.tokens().text, QColor(Qt::yellow));
    QCOMPARE(qApp->palette().color(QPalette::Window), QColor(Qt::black));
    // What was asked for by name comes before the desktop.
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(theme.tokens().background, Tokens::light().background);
    theme.setMode(Theme::Mode::System);
    theme.setDesktopWantsContrast(false);
    QVERIFY(theme.tokens().text != QColor(Qt::yellow));
    qApp->setPalette(before);
}

void TestTheme::contrastIsAsDarkAsTheDesktopWants()
{
    const QPalette before = qApp->palette();
    // Readable on black and on white.
    const QColor highlight(0x76, 0x76, 0x76);
    for (const bool dark : {true, false}) {
        QPalette desktop(dark ? Qt::white : Qt::black);
        desktop.setColor(QPalette::Highlight, highlight);
        qApp->setPalette(desktop);
        Theme theme(*qApp);
        QCOMPARE(theme.isDark(), !dark);
        theme.setDesktopWantsContrast(true);
        QCOMPARE(theme.isDark(), !dark);
        theme.setDesktopPrefersDark(dark);
        QCOMPARE(theme.isDark(), dark);
        QVERIFY(theme.tokens().highContrast);
        QVERIFY(contrastRatio(theme.tokens().text, theme.tokens().background) >= 7);
        // A palette that is as dark as is wanted counts itself.
        theme.setDesktopPrefersDark(!dark);
        QCOMPARE(theme.isDark(), !dark);
        QCOMPARE(theme.tokens().accent, highlight);
        theme.setDesktopWantsContrast(false);
        qApp->setPalette(before);
    }
}

void TestTheme::nothingMovesWhereThatIsNotWanted()
{
    Theme theme(*qApp);
    QCOMPARE(theme.motionMs(120), 120);
    QCOMPARE(theme.motionMs(1000), 150);
    theme.setReducedMotion(true);
    QCOMPARE(theme.motionMs(120), 0);
    QVERIFY(!QApplication::isEffectEnabled(Qt::UI_AnimateMenu));
    theme.setReducedMotion(false);
    QCOMPARE(theme.motionMs(120), 120);
}

void TestTheme::buttonsOfDialogsHaveNoForeignIcons()
{
    Theme theme(*qApp);
    QDialogButtonBox box(QDialogButtonBox::Ok | QDialogButtonBox::Close | QDialogButtonBox::Cancel);
    box.show();
    for (const QAbstractButton *button : box.buttons()) {
        QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
    }
    QMessageBox question(QMessageBox::Question, {}, u"?"_s, QMessageBox::Yes | QMessageBox::Cancel);
    question.show();
    for (const QAbstractButton *button : question.buttons()) {
        QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
    }
}

void TestTheme::everyStateIsSeenInEveryLook_data()
{
    QTest::addColumn<Theme::Mode>("mode");
    QTest::newRow("light") << Theme::Mode::Light;
    QTest::newRow("dark") << Theme::Mode::Dark;
    QTest::newRow("contrast") << Theme::Mode::Contrast;
}

namespace
{

/// How many pixels of \a widget change with \a change.
int changedBy(QWidget &widget, const std::function<void()> &change)
{
    const QImage before = widget.grab().toImage();
    change();
    const QImage after = widget.grab().toImage();
    int changed = 0;
    for (int y = 0; y < before.height(); ++y) {
        for (int x = 0; x < before.width(); ++x) {
            changed += before.pixel(x, y) == after.pixel(x, y) ? 0 : 1;
        }
    }
    return changed;
}

} // namespace

void TestTheme::everyStateIsSeenInEveryLook()
{
    QFETCH(Theme::Mode, mode);
    Theme theme(*qApp);
    theme.setMode(mode);
    QWidget window;
    QPushButton elsewhere(&window);
    window.resize(240, 120);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    // An edge of one pixel all round a control of this size.
    const QSize size(120, 38);
    constexpr int edge = 240;
    const auto place = [&](QWidget &widget) {
        // Where the pointer is not.
        widget.move(40, 40);
        widget.setFixedSize(size);
        widget.show();
        elsewhere.setFocus();
        QApplication::processEvents();
    };
    for (const Look look : {Look::Secondary, Look::Primary, Look::Danger, Look::Link, Look::Segment, Look::Card}) {
        QPushButton button(u"Cut"_s, &window);
        setLook(&button, look);
        button.setProperty("edge", u"first"_s);
        place(button);
        const auto focus = [&] { button.setFocus(); };
        QVERIFY2(changedBy(button, focus) > edge, qPrintable(u"focus of look %1"_s.arg(static_cast<int>(look))));
        elsewhere.setFocus();
        if (look == Look::Segment || look == Look::Card) {
            button.setCheckable(true);
            QVERIFY2(changedBy(button, [&] { button.setChecked(true); }) > edge, "chosen");
            QVERIFY2(changedBy(button, focus) > edge, "focus of a chosen one");
            elsewhere.setFocus();
        }
        QVERIFY2(changedBy(button, [&] { button.setEnabled(false); }) > 30, "disabled");
    }
    QToolButton icon(&window);
    setLook(&icon, Look::Icon);
    icon.setCheckable(true);
    place(icon);
    QVERIFY2(changedBy(icon, [&] { icon.setFocus(); }) > edge, "focus of an icon");
    elsewhere.setFocus();
    QVERIFY2(changedBy(icon, [&] { icon.setChecked(true); }) > edge, "an icon that is on");
    QVERIFY2(changedBy(icon, [&] { icon.setFocus(); }) > edge, "focus of an icon that is on");
    QLineEdit field(&window);
    place(field);
    QVERIFY2(changedBy(field, [&] { field.setFocus(); }) > edge, "focus of a field");
    elsewhere.setFocus();
    QVERIFY2(changedBy(field, [&] { setInvalid(&field, true); }) > edge / 2, "a field with an error");
    QVERIFY2(changedBy(field, [&] { field.setFocus(); }) > edge, "focus of a field with an error");
    elsewhere.setFocus();
    setInvalid(&field, false);
    QVERIFY2(changedBy(field, [&] { field.setEnabled(false); }) > edge, "a field that is locked");
}

void TestTheme::labelsAndNumbersBeginWhereOneBeginsToRead()
{
    const Theme theme(*qApp);
    QWidget window;
    QLabel name(u"Launch room"_s, &window);
    QLabel middle(u"Launch room"_s, &window);
    middle.setAlignment(Qt::AlignCenter);
    const QSpinBox number(&window);
    window.setLayoutDirection(Qt::RightToLeft);
    window.show();
    QCOMPARE(number.alignment(), Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    QCOMPARE(name.alignment(), Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    QCOMPARE(middle.alignment(), Qt::AlignCenter);
    window.setLayoutDirection(Qt::LeftToRight);
    QCOMPARE(number.alignment(), Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter);
    QCOMPARE(name.alignment(), Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter);
}

void TestTheme::labelsHaveRoomForWhatReachesBeyondALetter()
{
    const Theme theme(*qApp);
    QLabel title(u"Join a room"_s);
    QFont bold = title.font();
    bold.setPixelSize(40);
    bold.setWeight(QFont::Bold);
    title.show();
    title.setFont(bold);
    const QFontMetricsF letters(title.font());
    QVERIFY(title.contentsMargins().left() >= -letters.leftBearing(u'J') - 1);
    // From the right the room changes sides.
    title.setLayoutDirection(Qt::RightToLeft);
    QCOMPARE(title.contentsMargins().left(), 0);
    QVERIFY(title.contentsMargins().right() >= -letters.leftBearing(u'J') - 1);
    // The heading of a field is never as narrow as its letters.
    QLabel heading(u"&Days that messages are kept"_s);
    QLineEdit field;
    heading.setBuddy(&field);
    heading.show();
    QVERIFY(heading.minimumWidth() > heading.sizeHint().width());
    // What somebody else has set stays.
    QLabel other(u"Join a room"_s);
    other.setContentsMargins(0, 8, 0, 0);
    other.show();
    QCOMPARE(other.contentsMargins(), QMargins(0, 8, 0, 0));
}

void TestTheme::wrappedLabelsGiveTheirLinesRoom()
{
    const Theme theme(*qApp);
    QWidget window;
    QLabel label(&window);
    label.setTextFormat(Qt::PlainText);
    label.setWordWrap(true);
    QLabel other(u"one"_s, &window);
    const int plain = other.sizeHint().height();
    window.show();
    const int line = qRound(QFontInfo(label.font()).pixelSize() * 1.4);
    constexpr int wide = 1000;
    for (const QString &text : {u"<b>one</b>"_s, u"one\ntwo"_s, QString(), u"one\ntwo\nthree"_s}) {
        label.setText(text);
        const int lines = static_cast<int>(text.count(u'\n')) + 1;
        QCOMPARE(label.heightForWidth(wide), text.isEmpty() ? label.heightForWidth(wide) : lines * line);
        QCOMPARE(label.text(), text);
    }
    QFont large = label.font();
    large.setPixelSize(30);
    label.setFont(large);
    QCOMPARE(label.heightForWidth(wide), 3 * 42);
    QCOMPARE(label.focusPolicy(), Qt::NoFocus);
    QCOMPARE(other.sizeHint().height(), plain);
}

void TestTheme::iconsAndRowsGrowWithTheText_data()
{
    QTest::addColumn<int>("desktop");
    QTest::addColumn<int>("zoom");
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("icon");
    QTest::addColumn<int>("avatar");
    QTest::newRow("usual") << 13 << 100 << 40 << 16 << 36;
    QTest::newRow("small") << 13 << 75 << 40 << 16 << 36;
    QTest::newRow("zoomed") << 13 << 150 << 60 << 24 << 54;
    QTest::newRow("the desktop's text is large") << 30 << 100 << 80 << 24 << 54;
    QTest::newRow("both") << 30 << 150 << 120 << 24 << 54;
    QTest::newRow("large text made small") << 30 << 75 << 60 << 24 << 54;
}

void TestTheme::iconsAndRowsGrowWithTheText()
{
    QFETCH(int, desktop);
    QFETCH(int, zoom);
    const QFont before = QApplication::font();
    QFont font = before;
    font.setPixelSize(desktop);
    QApplication::setFont(font);
    {
        Theme theme(*qApp);
        theme.setZoom(zoom);
        QTEST(theme.scaled(40), "row");
        QTEST(theme.iconSize(16), "icon");
        QTEST(theme.avatarSize(36), "avatar");
    }
    QApplication::setFont(before);
}

void TestTheme::checkBoxesGrowWithTheirText()
{
    Theme theme(*qApp);
    QCheckBox box(u"Keep"_s);
    const auto side = [&box] {
        box.ensurePolished();
        return box.style()->pixelMetric(QStyle::PM_IndicatorWidth, nullptr, &box);
    };
    const int usual = side();
    theme.setZoom(200);
    QVERIFY2(2 * side() >= 3 * usual, qPrintable(QString::number(side())));
    theme.setZoom(75);
    QVERIFY(side() >= 14);
    theme.setZoom(100);
    QCOMPARE(side(), usual);
}

void TestTheme::toolTipsAreWhole()
{
    const Theme theme(*qApp);
    QWidget window;
    window.show();
    QToolTip::showText(window.mapToGlobal(QPoint(5, 5)), plainToolTip(u"Launch <i>room</i> "_s.repeated(20)), &window);
    const auto all = QApplication::topLevelWidgets();
    const auto tip = std::find_if(all.cbegin(), all.cend(), [](const QWidget *widget) {
        return widget->inherits("QTipLabel") && widget->isVisible();
    });
    QVERIFY(tip != all.cend());
    QVERIFY((*tip)->height() > 2 * (*tip)->fontMetrics().height());
    QVERIFY((*tip)->heightForWidth((*tip)->width()) <= (*tip)->height());
    QToolTip::hideText();
}

void TestTheme::wrappedLabelsTakeNoDirectionFromNamesKeptApart()
{
    const Theme theme(*qApp);
    QLabel label;
    label.setTextFormat(Qt::PlainText);
    label.setWordWrap(true);
    label.show();
    const QString hebrew = u"\u05D0\u05D1\u05D2"_s;
    for (const QString &text : {QString(u"\u2068bob\u2069 "_s + hebrew),
                                QString(u"\u2068"_s + hebrew + u"\u2069 left"_s), hebrew, u"bob left"_s}) {
        label.setText(text);
        // The document takes the text when it is first measured.
        QVERIFY(label.heightForWidth(1000) > 0);
        const auto *document = label.findChild<QTextDocument *>();
        QVERIFY(document != nullptr);
        QCOMPARE(document->firstBlock().textDirection(), text.endsWith(hebrew) ? Qt::RightToLeft : Qt::LeftToRight);
        QCOMPARE(label.text(), text);
    }
}

void TestTheme::controlsOfDialogsAreOfOneHeight_data()
{
    QTest::addColumn<Theme::Mode>("mode");
    QTest::newRow("light") << Theme::Mode::Light;
    QTest::newRow("contrast") << Theme::Mode::Contrast;
}

void TestTheme::controlsOfDialogsAreOfOneHeight()
{
    QFETCH(Theme::Mode, mode);
    Theme theme(*qApp);
    theme.setMode(mode);
    QDialog dialog;
    QPushButton plain(u"Cancel"_s, &dialog);
    QPushButton primary(u"Join"_s, &dialog);
    setLook(&primary, Look::Primary);
    QLineEdit line(&dialog);
    QLineEdit wrong(&dialog);
    setInvalid(&wrong, true);
    QSpinBox number(&dialog);
    dialog.show();
    for (QWidget *control :
         {static_cast<QWidget *>(&plain), static_cast<QWidget *>(&primary), static_cast<QWidget *>(&line),
          static_cast<QWidget *>(&wrong), static_cast<QWidget *>(&number)}) {
        control->ensurePolished();
        QCOMPARE(control->sizeHint().expandedTo(control->minimumSize()).height(), 38);
    }
}

void TestTheme::arrowsTurnRoundWithTheLayout()
{
    const auto imageOf = [](Qt::LayoutDirection direction) {
        return Icons::pointing(u"reply"_s, Qt::red, 16, direction).pixmap({16, 16}, 1).toImage();
    };
    QCOMPARE(imageOf(Qt::RightToLeft), imageOf(Qt::LeftToRight).mirrored(true, false));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
