# The installer on a real Windows, in both modes: the twin of installer_checks.py.
#   try_installer.ps1 C:\path\Sentralbord-0.2.0-Setup.exe [-Previous C:\path\Sentralbord-0.1.0-Setup.exe]
# Run it on a PC without Sentralbord, as administrator. Exit code 1 when a check failed. With the installer of the
# version before, the way from it to this one is tried too.
param([Parameter(Mandatory)] [string] $Setup, [string] $Previous = '')
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false # a program that refuses is what some checks want
$script:failures = 0
$entry = 'Software\Microsoft\Windows\CurrentVersion\Uninstall\Sentralbord'
$settings = 'HKCU:\Software\Sentralbord\Sentralbord'
$data = Join-Path $env:LOCALAPPDATA 'Sentralbord'
if (Test-Path $data) { throw "$data is there already: use a clean PC" }

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

function Try-Mode([string] $Mode, [string] $Hive, [string] $Folder) {
    $program = Join-Path $Folder 'Sentralbord.exe'
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode silent install" ($code -eq 0 -and (Test-Path $program)) "exit $code"
    $told = Get-ItemProperty "$($Hive):\$entry"
    Check "$Mode entry" ($told.Publisher -eq 'Sentralbord' -and $told.EstimatedSize -gt 0) $told.DisplayVersion
    $command = (Get-ItemProperty "$($Hive):\Software\Classes\sentralbord\shell\open\command").'(default)'
    Check "$Mode links" ($command -eq "`"$program`" `"%1`"") $command
    foreach ($file in $program, $console, (Join-Path $Folder 'uninstall.exe'), $Setup) {
        Check "$Mode signature" ((Get-AuthenticodeSignature $file).Status -eq 'Valid') $file
    }
    Check "$Mode selftest" ((Run $program @('--selftest')) -eq 0)
    & $console --practice check | Out-Null
    Check "$Mode practice register" ($LASTEXITCODE -eq 0 -and (Test-Path "$data\oving\sentralbord.db"))
    $running = Start-Process $program -ArgumentList '--practice' -PassThru
    Check "$Mode window" (Wait-Until { $running.Refresh(); $running.MainWindowHandle -ne 0 })
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode refused while it runs" ($code -eq 3) "exit $code"
    Stop-Process -Id $running.Id -Force
    $running.WaitForExit()
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode again over itself" ($code -eq 0) "exit $code"
    $held = Hold $Folder
    $code = Run (Join-Path $Folder 'uninstall.exe') "/$Mode /S _?=$Folder"
    $held.Close()
    Check "$Mode uninstall of what is held" ($code -eq 2 -and (Test-Path "$($Hive):\$entry") -and
        (Run $program @('--selftest')) -eq 0) "exit $code"
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S') | Out-Null
    Check "$Mode uninstall" (Wait-Until { -not (Test-Path $Folder) })
    Check "$Mode entry and links gone" (-not (Test-Path "$($Hive):\$entry") -and
        -not (Test-Path "$($Hive):\Software\Classes\sentralbord"))
    Check "$Mode data kept" (Test-Path "$data\oving\sentralbord.db")
    Run $Setup @('/S', "/$Mode") | Out-Null
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S', '/SLETTDATA=1') | Out-Null
    Check "$Mode data deleted when told" (Wait-Until { -not (Test-Path $data) })
}

function Try-Upgrade([string] $Mode, [string] $Hive, [string] $Folder) {
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    Run $Previous @('/S', "/$Mode") | Out-Null
    $old = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    & $console --practice check | Out-Null
    Set-Look
    $held = Hold $Folder
    $code = Run $Setup @('/S', "/$Mode")
    $held.Close()
    & $console --practice check | Out-Null
    Check "$Mode upgrade of what is held" ($code -eq 2 -and $LASTEXITCODE -eq 0) "exit $code"
    $code = Run $Setup @('/S', "/$Mode")
    $new = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode upgrade" ($code -eq 0 -and $new -ne $old) "$old -> $new, exit $code"
    & $console --practice check | Out-Null
    Check "$Mode the register of $old opens" ($LASTEXITCODE -eq 0)
    Check "$Mode settings of $old kept" ((Get-Look) -eq 'lyst')
    $code = Run $Previous @('/S', "/$Mode")
    $still = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode an older one is refused" ($code -eq 5 -and $still -eq $new) "exit $code"
    Remove-All $Mode $Folder
}

# Everyone's takes the place of one user's, and not the other way.
function Try-Replace {
    Run $Setup @('/S', '/CurrentUser') | Out-Null
    & (Join-Path $one 'sentralbord-cli.exe') --practice check | Out-Null
    Set-Look
    $held = Hold $one
    $code = Run $Setup @('/S', '/AllUsers')
    $held.Close()
    Check "one user's that is held stays, and everyone's goes" ($code -eq 9 -and -not (Test-Path $every) -and
        (Test-Path "HKCU:\$entry")) "exit $code"
    & (Join-Path $one 'sentralbord-cli.exe') --practice check | Out-Null
    Check "and works" ($LASTEXITCODE -eq 0)
    $code = Run $Setup @('/S', '/AllUsers')
    Check "everyone's replaces one user's" ($code -eq 0 -and (Test-Path "HKLM:\$entry") -and
        -not (Test-Path "HKCU:\$entry") -and -not (Test-Path $one)) "exit $code"
    & (Join-Path $every 'sentralbord-cli.exe') --practice check | Out-Null
    Check 'with register and settings' ($LASTEXITCODE -eq 0 -and (Get-Look) -eq 'lyst')
    $code = Run $Setup @('/S', '/CurrentUser')
    Check "one user's beside everyone's is refused" ($code -eq 6 -and -not (Test-Path $one)) "exit $code"
    Remove-All 'AllUsers' $every
}

function Try-OddFolder {
    $odd = '{0}\Programmer p{1} {2}ya\Sentral bord' -f $env:SystemDrive, [char]0xE5, [char]0xF8 # read alike in any encoding
    $code = Run $Setup @('/S', '/CurrentUser', "/D=$odd")
    $tested = Run (Join-Path $odd 'Sentralbord.exe') @('--selftest')
    Check 'a path with Norwegian letters and spaces' ($code -eq 0 -and $tested -eq 0) "exit $code, then $tested"
    Remove-All 'CurrentUser' $odd
    Remove-Item (Split-Path $odd) -ErrorAction SilentlyContinue
}

function Try-Refusals {
    $code = Run $Setup @('/S', '/CurrentUser', "/D=\\localhost\$($env:SystemDrive.TrimEnd(':'))`$\sentralbord-prove")
    Check 'a network share is refused' ($code -eq 10) "exit $code"
    if (Test-Path 'S:\') { Check 'a small disk is refused' $false 'S: is taken'; return }
    $disk, $steps = (Join-Path $env:TEMP 'sentralbord-liten.vhd'), (Join-Path $env:TEMP 'sentralbord-liten.txt')
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
    $share = "\\localhost\$($env:SystemDrive.TrimEnd(':'))`$\sentralbord-prove"
    & (Join-Path $Folder 'sentralbord-cli.exe') --data $share check | Out-Null
    Check 'a register on a share is refused' ($LASTEXITCODE -ne 0 -and -not (Test-Path "$share\sentralbord.db"))
}

$one = Join-Path $env:LOCALAPPDATA 'Programs\Sentralbord'
$every = Join-Path $env:ProgramFiles 'Sentralbord'
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
