# The installer on a real Windows, in both modes: the twin of installer_checks.py.
#   powershell -ExecutionPolicy Bypass -File try_installer.ps1 C:\path\Sentralbord-0.2.0-Setup.exe
#       [-Previous C:\path\Sentralbord-0.1.0-Setup.exe]
# Run it as administrator on a PC where nobody has Sentralbord: it deletes all it finds of it. Windows PowerShell 5.1
# and PowerShell 7. Exit code 1 when a check failed. With the installer of the version before, the way from it to this
# one is tried too.
#Requires -RunAsAdministrator
param([Parameter(Mandatory)] [string] $Setup, [string] $Previous = '')
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false # a program that refuses is what some checks want
$script:failures = 0
$entry = 'Software\Microsoft\Windows\CurrentVersion\Uninstall\Sentralbord'
$classes = 'Software\Classes\sentralbord'
$policies = 'HKLM:\Software\Policies\Sentralbord'
$decided = Join-Path $env:ProgramData 'Sentralbord'
$settings = 'HKCU:\Software\Sentralbord\Sentralbord'
$data = Join-Path $env:LOCALAPPDATA 'Sentralbord'
$report = Join-Path $env:TEMP 'sentralbord-avinstallering.txt'
$administrators, $users = '*S-1-5-32-544', '*S-1-5-32-545'

# Everyone's is removed with everyone's registers: no person on this PC may have one.
$profiles = Get-ChildItem 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList' |
    ForEach-Object { $_.GetValue('ProfileImagePath') } | Where-Object { $_ }
$registers = $profiles | ForEach-Object { Join-Path $_ 'AppData\Local\Sentralbord' }
$there = @(@($registers) + "HKCU:\$entry", "HKLM:\$entry", $policies, $decided | Where-Object { Test-Path $_ })
if ($there) { throw "use a clean PC; there already: $($there -join ', ')" }
$Setup, $Previous | Where-Object { $_ } | ForEach-Object { Unblock-File $_ } # or Windows asks, in a box that nobody sees

function Check([string] $What, [bool] $Holds, [string] $Detail = '') {
    if (-not $Holds) { $script:failures += 1 }
    '{0,-7} {1}  {2}' -f $(if ($Holds) { 'ok' } else { 'FAILED' }), $What, $Detail
}

function Run([string] $Program, [string[]] $Words) {
    (Start-Process $Program -ArgumentList $Words -Wait -PassThru).ExitCode
}

function Wait-Until([scriptblock] $Until) {
    foreach ($turn in 1..120) {
        if (& $Until) { return $true }
        Start-Sleep -Milliseconds 500
    }
    return $false
}

function Remove-All([string] $Mode, [string] $Folder) {
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S', '/SLETTDATA=1') | Out-Null
    Check "$Mode all is removed" (Wait-Until { -not ($Folder, $data, $settings | Where-Object { Test-Path $_ }) })
}

# What has a file open in the folder, so that it cannot be moved.
function Hold([string] $Folder) {
    $file = Get-ChildItem (Join-Path $Folder '_internal') -File | Select-Object -First 1
    [IO.File]::Open($file.FullName, 'Open', 'Read', 'Read')
}

function Set-Look {
    New-Item $settings -Force | Out-Null
    Set-ItemProperty $settings 'utseende' 'lyst'
}

function Get-Look {
    if (Test-Path $settings) { (Get-ItemProperty $settings).utseende }
}

# Two invented members in the user's own register, whose key Windows keeps.
function Import-Members([string] $Console) {
    $file = Join-Path $env:PUBLIC 'sentralbord-prove.csv'
    'medlemsnr;fornavn;etternavn;avdeling', '700001;Kari;Prove;4', '700002;Ola;Prove;8' |
        Set-Content -Encoding ascii $file
    & $Console import $file | Out-Null
    $LASTEXITCODE -eq 0
    Remove-Item $file
}

function Test-Members([string] $Console) {
    ((& $Console check) -join ' ').Contains('2 medlemmer')
}

# The practice window, and not a box that says why there is none.
function Test-Window([Diagnostics.Process] $Process) {
    $Process.Refresh()
    -not $Process.HasExited -and $Process.MainWindowTitle -like "$([char]0xD8)VING*Sentralbord"
}

function Try-Mode([string] $Mode, [string] $Hive, [string] $Folder) {
    $program = Join-Path $Folder 'Sentralbord.exe'
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode silent install" ($code -eq 0 -and (Test-Path $program)) "exit $code"
    $megabytes = (Get-ChildItem $Folder -Recurse -File | Measure-Object Length -Sum).Sum / 1e6
    Check "$Mode at most 150 MB" ($megabytes -le 150) ('{0:N1} MB' -f $megabytes)
    $told = Get-ItemProperty "$($Hive):\$entry"
    Check "$Mode entry" ($told.Publisher -eq 'Sentralbord' -and $told.EstimatedSize -gt 0) $told.DisplayVersion
    $start = if ($Mode -eq 'AllUsers') { 'CommonPrograms' } else { 'Programs' }
    $shortcut = Join-Path ([Environment]::GetFolderPath($start)) 'Sentralbord.lnk'
    Check "$Mode shortcut" (Test-Path $shortcut) $shortcut
    $command = (Get-ItemProperty "$($Hive):\$classes\shell\open\command").'(default)'
    Check "$Mode links" ($command -eq "`"$program`" `"%1`"") $command
    foreach ($file in $program, $console, (Join-Path $Folder 'uninstall.exe'), $Setup) {
        $signed = Get-AuthenticodeSignature $file
        Check "$Mode signature, with its time" ($signed.Status -eq 'Valid' -and $signed.TimeStamperCertificate) $file
    }
    Check "$Mode selftest" ((Run $program @('--selftest')) -eq 0)
    Check "$Mode a register, its key kept by Windows" ((Import-Members $console) -and (Test-Members $console))
    $running = Start-Process $program -ArgumentList '--practice' -PassThru
    Check "$Mode window" (Wait-Until { Test-Window $running })
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode refused while it runs" ($code -eq 3) "exit $code"
    Stop-Process -Id $running.Id -Force
    $running.WaitForExit()
    Start-Process 'sentralbord:ring?nummer=99000531'
    $opened = { Get-Process 'Sentralbord' -ErrorAction SilentlyContinue | Where-Object { $_.Path -eq $program } }
    Check "$Mode Windows opens a link" (Wait-Until { @(& $opened | Where-Object MainWindowTitle).Count -gt 0 })
    & $opened | Stop-Process -Force
    Wait-Until { -not (& $opened) } | Out-Null
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode again over itself" ($code -eq 0) "exit $code"
    $held = Hold $Folder
    $code = Run (Join-Path $Folder 'uninstall.exe') "/$Mode /S _?=$Folder"
    $held.Close()
    Check "$Mode uninstall of what is held" ($code -eq 2 -and (Test-Path "$($Hive):\$entry") -and
        (Run $program @('--selftest')) -eq 0) "exit $code"
    Remove-Item $report -ErrorAction SilentlyContinue
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S') | Out-Null
    $ours = $Folder, $shortcut, "$($Hive):\$entry", "$($Hive):\$classes"
    Check "$Mode uninstall" (Wait-Until { -not ($ours | Where-Object { Test-Path $_ }) })
    Check "$Mode data kept, and told of" ((Wait-Until { Test-Path $report }) -and (Test-Path "$data\sentralbord.db"))
    Run $Setup @('/S', "/$Mode") | Out-Null
    Check "$Mode installed again, the register opens" (Test-Members $console)
    $outside = New-Item -ItemType Directory -Force (Join-Path $env:PUBLIC 'sentralbord-prove')
    New-Item (Join-Path $outside 'star.txt') -Force | Out-Null
    New-Item -ItemType Junction -Path "$data\lenke" -Target $outside | Out-Null
    Remove-All $Mode $Folder
    Check "$Mode what a link leads to is kept" (Test-Path (Join-Path $outside 'star.txt'))
    Remove-Item $outside -Recurse
}

function Try-Upgrade([string] $Mode, [string] $Hive, [string] $Folder) {
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    Run $Previous @('/S', "/$Mode") | Out-Null
    $old = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode a register made by $old" (Import-Members $console)
    Set-Look
    $held = Hold $Folder
    $code = Run $Setup @('/S', "/$Mode")
    $held.Close()
    Check "$Mode upgrade of what is held" ($code -eq 2 -and (Test-Members $console)) "exit $code"
    $code = Run $Setup @('/S', "/$Mode")
    $new = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode upgrade" ($code -eq 0 -and $new -ne $old) "$old -> $new, exit $code"
    Check "$Mode the register of $old opens" (Test-Members $console)
    Check "$Mode settings of $old kept" ((Get-Look) -eq 'lyst')
    $code = Run $Previous @('/S', "/$Mode")
    $still = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode an older one is refused" ($code -eq 5 -and $still -eq $new) "exit $code"
    Remove-All $Mode $Folder
}

# Everyone's takes the place of one user's, and not the other way.
function Try-Replace {
    $single, $shared = (Join-Path $one 'sentralbord-cli.exe'), (Join-Path $every 'sentralbord-cli.exe')
    Run $Setup @('/S', '/CurrentUser') | Out-Null
    Import-Members $single | Out-Null
    Set-Look
    $held = Hold $one
    $code = Run $Setup @('/S', '/AllUsers')
    $held.Close()
    Check "one user's that is held stays, and everyone's goes" ($code -eq 9 -and -not (Test-Path $every) -and
        (Test-Path "HKCU:\$entry")) "exit $code"
    Check 'and works' (Test-Members $single)
    $code = Run $Setup @('/S', '/AllUsers')
    Check "everyone's replaces one user's" ($code -eq 0 -and (Test-Path "HKLM:\$entry") -and
        -not (Test-Path "HKCU:\$entry") -and -not (Test-Path $one)) "exit $code"
    Check 'with register and settings' ((Test-Members $shared) -and (Get-Look) -eq 'lyst')
    $code = Run $Setup @('/S', '/CurrentUser')
    Check "one user's beside everyone's is refused" ($code -eq 6 -and -not (Test-Path $one)) "exit $code"
    Try-Policies $shared
    Remove-All 'AllUsers' $every
}

# Group policy, and a file of an administrator's; a file that an ordinary user owns decides nothing.
function Try-Policies([string] $Console) {
    New-Item "$policies\mail" -Force | Out-Null
    Set-ItemProperty "$policies\mail" 'host' 'fra.gruppepolicy.no'
    $said = (& $Console policies) -join ' '
    Check 'group policy counts' ($LASTEXITCODE -eq 0 -and $said.Contains('mail.host = fra.gruppepolicy.no')) $said
    New-Item -ItemType Directory $decided | Out-Null
    "[mail]`r`nport = 465`r`nfarge = `"rosa`"" | Set-Content -Encoding ascii "$decided\policy.toml"
    icacls $decided /setowner $administrators /T /Q | Out-Null
    $said = (& $Console policies) -join ' '
    Check "an administrator's file counts, its fault is named" ($LASTEXITCODE -eq 1 -and
        $said.Contains('mail.port = 465') -and $said.Contains('mail.farge')) $said
    icacls "$decided\policy.toml" /setowner $users /Q | Out-Null
    $said = (& $Console policies) -join ' '
    Check "an ordinary user's does not" (-not $said.Contains('mail.port = 465') -and
        $said.Contains('mail.host = fra.gruppepolicy.no')) $said
    Remove-Item $decided, $policies -Recurse
}

function Try-OddFolder {
    $odd = '{0}\Programmer p{1} {2}ya\Sentral bord' -f $env:SystemDrive, [char]0xE5, [char]0xF8 # read alike in any encoding
    $code = Run $Setup @('/S', '/CurrentUser', "/D=$odd")
    $tested = Run (Join-Path $odd 'Sentralbord.exe') @('--selftest')
    Check 'a path with Norwegian letters and spaces' ($code -eq 0 -and $tested -eq 0) "exit $code, then $tested"
    Remove-All 'CurrentUser' $odd
    Remove-Item (Split-Path $odd) -Recurse -ErrorAction SilentlyContinue
}

function Try-Refusals {
    $code = Run $Setup @('/S', '/CurrentUser', "/D=\\localhost\$($env:SystemDrive.TrimEnd(':'))`$\sentralbord-prove")
    Check 'a network share is refused' ($code -eq 10) "exit $code"
    if (Test-Path 'S:\') { Check 'a small disk is refused' $false 'S: is taken'; return }
    $disk, $steps = "$env:SystemDrive\sentralbord-liten.vhd", "$env:SystemDrive\sentralbord-liten.txt"
    "create vdisk file=`"$disk`" maximum=200", "select vdisk file=`"$disk`"", 'attach vdisk', 'create partition primary',
        'format fs=ntfs quick', 'assign letter=S' | Set-Content -Encoding ascii $steps
    diskpart /s $steps | Out-Null
    $code = Run $Setup @('/S', '/CurrentUser', '/D=S:\Sentralbord')
    Check 'a small disk is refused' ($code -eq 7) "exit $code"
    "select vdisk file=`"$disk`"", 'detach vdisk' | Set-Content -Encoding ascii $steps
    diskpart /s $steps | Out-Null
    Remove-Item $disk, $steps -ErrorAction SilentlyContinue
}

function Try-Share([string] $Folder) {
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    $share = "\\localhost\$($env:SystemDrive.TrimEnd(':'))`$\sentralbord-prove"
    & $console policies | Out-Null
    Check 'the command line answers' ($LASTEXITCODE -eq 0)
    & $console --data $share check | Out-Null
    Check 'a register on a share is refused' ($LASTEXITCODE -eq 1 -and -not (Test-Path "$share\sentralbord.db"))
}

$one = Join-Path $env:LOCALAPPDATA 'Programs\Sentralbord'
$every = Join-Path $env:ProgramFiles 'Sentralbord'
$megabytes = (Get-Item $Setup).Length / 1e6
Check 'Setup of at most 45 MB' ($megabytes -le 45) ('{0:N1} MB' -f $megabytes)
Run $Setup @('/S', '/CurrentUser') | Out-Null
Try-Share $one
Remove-All 'CurrentUser' $one
Try-Refusals
Try-OddFolder
Try-Replace
if ($Previous) {
    Try-Upgrade 'CurrentUser' 'HKCU' $one
    Try-Upgrade 'AllUsers' 'HKLM' $every
}
Try-Mode 'CurrentUser' 'HKCU' $one
Try-Mode 'AllUsers' 'HKLM' $every
if ($script:failures) { "$script:failures failed"; exit 1 }
exit 0 # not with what the last program said
